export type Route =
  | { at: 'setup' }
  | { at: 'name' }
  | { at: 'signin' }
  | { at: 'signup' }
  | { at: 'join'; code: string }
  | { at: 'chat'; workspace: number; channel: number };

/** The screen that a path names; anything unknown is the chat without a workspace. */
export function parsePath(path: string): Route {
  const [first, second, third, fourth] = path
    .replace(/[?#].*$/, '')
    .split('/')
    .filter(Boolean);
  if (first === 'setup' && second === 'name') return { at: 'name' };
  if (first === 'setup' || first === 'signin' || first === 'signup') return { at: first };
  if (first === 'join' && second) return { at: 'join', code: decode(second) };
  if (first === 'w' && second) {
    return { at: 'chat', workspace: number(second), channel: third === 'c' ? number(fourth) : 0 };
  }
  return { at: 'chat', workspace: 0, channel: 0 };
}

/** The last step of the set-up. */
export const namePath = '/setup/name';
export const workspacePath = (workspace: number) => `/w/${workspace}`;
export const channelPath = (channel: { workspace: number; id: number }) => `/w/${channel.workspace}/c/${channel.id}`;

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

  start() {
    this.current = parsePath(location.pathname);
    addEventListener('popstate', () => (this.current = parsePath(location.pathname)));
  }

  go(path: string, { replace = false } = {}) {
    if (path !== location.pathname + location.hash) {
      if (replace) history.replaceState(null, '', path);
      else history.pushState(null, '', path);
    }
    this.current = parsePath(path);
  }
}

export const route = new Location();

/** The channel that is on screen, 0 for none. */
export const openChannel = () => (route.current.at === 'chat' ? route.current.channel : 0);
export const openWorkspace = () => (route.current.at === 'chat' ? route.current.workspace : 0);
