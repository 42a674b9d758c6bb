/** Keys that an input method uses itself and that must not send, close or move anything of ours. */
type Key = Pick<KeyboardEvent, 'isComposing' | 'keyCode' | 'key'>;

/**
 * Knows whether an input method is composing. WebKit ends the composition before the keydown that ended it, so the
 * guard stays up for one tick after compositionend.
 */
export class ImeGuard {
  private composing = false;
  private justEnded = false;

  /** endsBeforeKey: this browser ends a composition before the key that ended it, as WebKit does. */
  constructor(private readonly endsBeforeKey: boolean) {}

  started() {
    this.composing = true;
  }

  ended(nextTick: (then: () => void) => void = (then) => setTimeout(then)) {
    this.composing = false;
    this.justEnded = this.endsBeforeKey;
    nextTick(() => (this.justEnded = false));
  }

  /** Whether the key belongs to the input method. */
  owns(key: Key): boolean {
    return this.composing || this.justEnded || key.isComposing || key.keyCode === 229;
  }

  get active(): boolean {
    return this.composing || this.justEnded;
  }
}

// Only WebKit knows gesture events.
const guard = new ImeGuard('GestureEvent' in globalThis);

/** Whether an input method is composing. */
export const composes = () => guard.active;

/** Puts the guard before every key handler of the page and before dialogs closing on Esc. */
export function guardInput(target: Window) {
  target.addEventListener('compositionstart', () => guard.started(), true);
  target.addEventListener('compositionend', () => guard.ended(), true);
  for (const type of ['keydown', 'keyup', 'keypress'] as const) {
    target.addEventListener(type, (event) => stop(event), true);
  }
  target.addEventListener('cancel', (event) => guard.active && event.preventDefault(), true);
}

function stop(event: KeyboardEvent) {
  if (!guard.owns(event)) return;
  event.stopImmediatePropagation();
  // What the browser does by itself with these keys would send a form, close a dialog or move the focus.
  if (['Enter', 'Escape', 'Tab'].includes(event.key)) event.preventDefault();
}
