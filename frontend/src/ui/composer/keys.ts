export interface EnterOptions {
  /** The person's setting: Enter sends and Shift Enter breaks, or the other way round. */
  enterSends: boolean;
  /** A touch keyboard has no Shift Enter: there Enter breaks and the button sends. */
  touch: boolean;
}

type EnterKey = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Whether this key sends the message. Ctrl or ⌘ Enter always does. */
export function sends(key: EnterKey, { enterSends, touch }: EnterOptions): boolean {
  if (key.key !== 'Enter' || key.altKey) return false;
  if (key.ctrlKey || key.metaKey) return true;
  if (touch) return false;
  return key.shiftKey !== enterSends;
}

/** ↑ alone: in an empty composer it edits the last message. */
export const isPlainUp = (event: KeyboardEvent): boolean =>
  event.key === 'ArrowUp' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
