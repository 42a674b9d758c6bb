export type Route =
  | { at: 'setup' }
  | { at: 'name' }
  | { at: 'signin' }
  | { at: 'signup' }
  | { at: 'join'; code: string }
  | { at: 'file'; file: number }
  | { at: 'chat'; workspace: number; channel: number; message?: number };

/** The screen that a path names; anything unknown is the chat without a workspace. */
export function parsePath(path: string): Route {
  const [first, second, third, fourth, fifth, sixth] = path
    .replace(/[?#].*$/, '')
    .split('/')
    .filter(Boolean);
  if (first === 'setup' && second === 'name') return { at: 'name' };
  if (first === 'setup' || first === 'signin' || first === 'signup') return { at: first };
  if (first === 'join' && second) return { at: 'join', code: decode(second) };
  if (first === 'f' && number(second)) return { at: 'file', file: number(second) };
  if (first === 'w' && second) {
    const message = fifth === 'm' ? number(sixth) || undefined : undefined;
    return { at: 'chat', workspace: number(second), channel: third === 'c' ? number(fourth) : 0, message };
  }
  return { at: 'chat', workspace: 0, channel: 0 };
}

/** The last step of the set-up. */
export const namePath = '/setup/name';
export const workspacePath = (workspace: number) => `/w/${workspace}`;
/** A direct channel is opened in the workspace where one is. */
export const channelPath = (channel: { workspace: number; id: number }) =>
  `/w/${channel.workspace || openWorkspace()}/c/${channel.id}`;

/** The permanent address of a message; one of a direct channel is opened in the workspace that is open. */
export const messagePath = (workspace: number, message: { channel: number; seq: number }) =>
  `/w/${workspace}/c/${message.channel}/m/${message.seq}`;

/** A page that shows one file alone: to an account of this browser, or to whoever is given the address, as himself. */
export const filePath = (file: number, account?: number) =>
  `/f/${file}${account === undefined ? '' : `?account=${account}`}`;

/** The account that the address names, 0 for none. */
export const namedAccount = () =>
  route.current.at === 'file' ? Number(new URLSearchParams(location.search).get('account')) || 0 : 0;

const number = (text = ''): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

class Location {
  current = $state.raw<Route>({ at: 'chat', workspace: 0, channel: 0 });
  private path = '';

  start() {
    this.show(location.pathname);
    addEventListener('popstate', () => {
      if (location.pathname !== this.path) this.show(location.pathname); // a pane on a phone is an entry with the same path
    });
  }

  go(path: string, { replace = false } = {}) {
    if (path !== location.pathname + location.hash) {
      if (replace) history.replaceState(null, '', path);
      else history.pushState(null, '', path);
    }
    this.show(path);
  }

  private show(path: string) {
    this.path = location.pathname;
    this.current = parsePath(path);
  }
}

export const route = new Location();

/** The channel that is on screen, 0 for none. */
export const openChannel = () => (route.current.at === 'chat' ? route.current.channel : 0);
export const openWorkspace = () => (route.current.at === 'chat' ? route.current.workspace : 0);

/** The seq of the message that the address names, 0 for none. */
export const namedMessage = () => (route.current.at === 'chat' ? (route.current.message ?? 0) : 0);
