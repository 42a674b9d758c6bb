import type { Format } from './format';

/** Computers on which ⌘ takes the place of Ctrl; there Ctrl moves the caret. */
export const onApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

interface Shortcut {
  /** The letter, or the key by its place where Shift makes another character of it on some keyboards. */
  key?: string;
  code?: string;
  shift: boolean;
}

const shortcuts: Partial<Record<Format, Shortcut>> = {
  bold: { key: 'b', shift: false },
  italic: { key: 'i', shift: false },
  code: { key: 'e', shift: false },
  strike: { key: 'x', shift: true },
  link: { key: 'u', shift: true },
  numbers: { code: 'Digit7', shift: true },
  bullets: { code: 'Digit8', shift: true },
  quote: { code: 'Digit9', shift: true },
};

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** The format that a key asks for. */
export function formatOf(event: Key, apple = onApple): Format | undefined {
  if (event.altKey || (apple ? !event.metaKey || event.ctrlKey : !event.ctrlKey || event.metaKey)) return undefined;
  const pressed = Object.entries(shortcuts).find(
    ([, { key, code, shift }]) =>
      shift === event.shiftKey && (key ? event.key.toLowerCase() === key : event.code === code),
  );
  return pressed?.[0] as Format | undefined;
}

/** How a shortcut is written, as keys. */
export function keysOf(format: Format, apple = onApple): string[] {
  const shortcut = shortcuts[format];
  if (!shortcut) return [];
  const last = shortcut.key?.toUpperCase() ?? shortcut.code!.replace('Digit', '');
  return [apple ? '⌘' : 'Ctrl', ...(shortcut.shift ? ['Shift'] : []), last];
}
