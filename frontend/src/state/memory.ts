/**
 * What this browser remembers: the account of the tab, the last places, the last emoji. Storage may be forbidden or full;
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

/** Whether what was attached may outlive the page. */
export const keepsFiles = (): boolean => local !== tab;

/** The invite code that somebody followed before being signed in. */
export const pendingInvite = (): string => read(tab, 'courtyard.invite') ?? '';
export const keepInvite = (code: string | null) => write(tab, 'courtyard.invite', code);

export const lastChannel = (workspace: number): number => Number(read(local, `courtyard.channel.${workspace}`)) || 0;
export const keepLastChannel = (workspace: number, channel: number) =>
  write(local, `courtyard.channel.${workspace}`, String(channel));

export const lastWorkspace = (): number => Number(read(local, 'courtyard.workspace')) || 0;
export const keepLastWorkspace = (id: number) => write(local, 'courtyard.workspace', String(id));

const recentKey = (account: number) => `courtyard.recent.${account}.channels`;
/** How many of the channels that were looked at last are kept. */
const recentKept = 10;

/** The channels that an account looked at last, newest first. */
export const recent = (account: number): number[] =>
  (read(local, recentKey(account)) ?? '').split(' ').map(Number).filter(Boolean);

export const keepRecent = (account: number, channel: number) =>
  write(
    local,
    recentKey(account),
    [channel, ...recent(account).filter((id) => id !== channel)].slice(0, recentKept).join(' '),
  );

const emojiKey = (account: number) => `courtyard.recent.${account}.emoji`;
const toneKey = (account: number) => `courtyard.recent.${account}.tone`;
/** How many emoji are kept: two rows of the picker. */
const emojiKept = 18;

/** The emoji that an account chose last, newest first. */
export const recentEmoji = (account: number): string[] =>
  (read(local, emojiKey(account)) ?? '').split(' ').filter(Boolean);

export const keepEmoji = (account: number, emoji: string) =>
  write(
    local,
    emojiKey(account),
    [emoji, ...recentEmoji(account).filter((one) => one !== emoji)].slice(0, emojiKept).join(' '),
  );

/** The tone of skin that an account chose, 1 to 5; 0 is none. */
export const skinTone = (account: number): number => Number(read(local, toneKey(account))) || 0;
export const keepSkinTone = (account: number, tone: number) => write(local, toneKey(account), String(tone));

/** How wide files are shown in place, in px. */
export const previewWidth = (): number => Number(read(local, 'courtyard.preview.width')) || 640;
export const keepPreviewWidth = (width: number) => write(local, 'courtyard.preview.width', String(width));

/** Whether somebody was asked to turn on notifications in this browser; on a shared computer nobody is. */
export const askedBefore = (): boolean => local === tab || read(local, 'courtyard.asked') !== null;
export const keepAsked = () => write(local, 'courtyard.asked', 'yes');

/** Takes away what an account typed and did not send, when it signs out. */
export function forgetTyped(account: number) {
  const prefixes = ['recent', 'draft', 'outbox', 'upload'].map((what) => `courtyard.${what}.${account}.`);
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
