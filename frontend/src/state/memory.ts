/**
 * What this browser remembers: the account of the tab, the last place, drafts. Storage may be forbidden or full;
 * then nothing is remembered and nothing breaks.
 */
function read(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch {
    return null;
  }
}

function write(storage: () => Storage, key: string, value: string | null) {
  try {
    if (value === null) storage().removeItem(key);
    else storage().setItem(key, value);
  } catch {
    // Nothing to do: see above.
  }
}

const tab = () => sessionStorage;
let local = () => localStorage;

/** Where what belongs to this browser is kept; undefined where storage is forbidden. */
export function storageHere(): Storage | undefined {
  try {
    return local();
  } catch {
    return undefined;
  }
}

/** On a shared computer nothing outlives the tab. */
export function keepNothing(shared: boolean) {
  local = shared ? tab : () => localStorage;
}

export const rememberedAccount = (): number | null =>
  Number(read(tab, 'courtyard.account') ?? read(local, 'courtyard.account')) || null;

export function rememberAccount(id: number | null) {
  write(tab, 'courtyard.account', id === null ? null : String(id));
  write(local, 'courtyard.account', id === null ? null : String(id));
}

/** The invite code that somebody followed before being signed in. */
export const pendingInvite = (): string => read(tab, 'courtyard.invite') ?? '';
export const keepInvite = (code: string | null) => write(tab, 'courtyard.invite', code);

export const lastChannel = (workspace: number): number => Number(read(local, `courtyard.channel.${workspace}`)) || 0;
export const keepLastChannel = (workspace: number, channel: number) =>
  write(local, `courtyard.channel.${workspace}`, String(channel));

export const lastWorkspace = (): number => Number(read(local, 'courtyard.workspace')) || 0;
export const keepLastWorkspace = (id: number) => write(local, 'courtyard.workspace', String(id));

const draftKey = (account: number, channel: number) => `courtyard.draft.${account}.${channel}`;
export const draft = (account: number, channel: number): string => read(local, draftKey(account, channel)) ?? '';
export const keepDraft = (account: number, channel: number, text: string) =>
  write(local, draftKey(account, channel), text || null);

/** Takes away what an account typed and did not send, when it signs out. */
export function forgetTyped(account: number) {
  const prefixes = [`courtyard.draft.${account}.`, `courtyard.outbox.${account}.`];
  try {
    for (const storage of [localStorage, sessionStorage]) {
      for (const key of Object.keys(storage)) {
        if (prefixes.some((prefix) => key.startsWith(prefix))) storage.removeItem(key);
      }
    }
  } catch {
    // Nothing was kept where storage is forbidden.
  }
}

/** For src/early.ts, which sets both before the first paint. */
export function keepLook(theme: string, language: string) {
  write(local, 'courtyard.theme', theme);
  write(local, 'courtyard.language', language || null);
}
