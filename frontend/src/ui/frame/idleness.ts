/** Milliseconds without input after which nobody counts as being here. */
export const idleAfter = 10 * 60 * 1000;

const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'compositionupdate'] as const;

/** Watches whether anybody is at this device; the caller is told of each change. */
export class Idleness {
  idle = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = 0;

  constructor(private readonly onchange: (idle: boolean) => void) {}

  /** Begins to watch; gives what ends it. */
  watch(target: EventTarget = window): () => void {
    for (const type of inputs) target.addEventListener(type, this.heard, { passive: true, capture: true });
    this.heard();
    return () => {
      clearTimeout(this.timer);
      this.timer = undefined;
      for (const type of inputs) target.removeEventListener(type, this.heard, { capture: true });
    };
  }

  private heard = () => {
    this.last = Date.now();
    if (this.idle) this.become(false);
    this.timer ??= setTimeout(this.look, idleAfter);
  };

  /** One timer for all input: it only looks how long ago the last was. */
  private look = () => {
    const rest = this.last + idleAfter - Date.now();
    this.timer = rest > 0 ? setTimeout(this.look, rest) : undefined;
    if (rest <= 0) this.become(true);
  };

  private become(idle: boolean) {
    this.idle = idle;
    this.onchange(idle);
  }
}
