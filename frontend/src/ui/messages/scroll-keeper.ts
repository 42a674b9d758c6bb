/** What the keeper needs of the list; sizes and offsets in px. */
export interface View {
  offset(): number;
  size(): number;
  viewport(): number;
  toEnd(): void;
  /** One px down from the very start, in a list that draws only what is in view. */
  leaveStart?(): void;
}

/** So near to the end, in px, counts as the end. */
const near = 48;
/** From here, in px before an edge, the next page is fetched. */
const ahead = 1_200;

/** Milliseconds in which a scroll event is put down to the gesture, or to the change of the list, before it. */
const aftermath = 250;

/** Keeps a list at its newest message as long as the reader has not scrolled up, whatever grows. */
export class ScrollKeeper {
  private stuck = true;
  private last = 0;
  private held = false;
  private gestureAt = -Infinity;
  private changeAt = -Infinity;

  constructor(
    private readonly view: View,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The reader turned the wheel, pressed a key, touched; held while a button is down, as on the scroll bar. */
  gesture(held = false) {
    this.held = held;
    this.gestureAt = this.now();
  }

  /** Hears of what the reader does to the list, and tells when elements change their size, until the returned function is called. */
  listen(node: HTMLElement, sized: Iterable<Element>, resized: () => void) {
    const observer = new ResizeObserver(resized);
    for (const element of sized) observer.observe(element);
    const moves = () => this.gesture();
    const down = () => this.gesture(true);
    for (const type of ['wheel', 'touchmove', 'keydown']) node.addEventListener(type, moves, { passive: true });
    node.addEventListener('pointerdown', down);
    addEventListener('pointerup', moves);
    return () => {
      observer.disconnect();
      removeEventListener('pointerup', moves);
    };
  }

  /** The list scrolled, by the reader or by itself; only the reader's move upwards, away from the end, lets go. */
  scrolled() {
    const offset = this.view.offset();
    if (this.fromEnd() <= near) this.stuck = true;
    else if (offset < this.last - 1 && this.byReader()) this.stuck = false;
    this.last = offset;
  }

  private byReader(): boolean {
    const now = this.now();
    return this.held || now - this.gestureAt < aftermath || now - this.changeAt > aftermath;
  }

  /** Rows came or changed their size. */
  resized() {
    this.changeAt = this.now();
    if (this.stuck && this.fromEnd() > 0.5) this.view.toEnd();
    // What turns out smaller above the reader is taken back by scrolling up. At the very start nothing scrolls, and the
    // list waits for its event with no row drawn.
    else if (!this.stuck && this.view.offset() <= 0) this.view.leaveStart?.();
  }

  /** Follow the end from here on. */
  stick() {
    this.stuck = true;
    this.changeAt = this.now();
    this.view.toEnd();
  }

  /** Stay where the reader is put, for example at the "new" line; where everything is in view, that is the end, too. */
  leadAway() {
    const viewport = this.view.viewport();
    if (viewport === 0 || this.view.size() > viewport) this.release();
  }

  /** Follow the end no longer. */
  release() {
    this.stuck = false;
    this.last = this.view.offset();
  }

  get atEnd(): boolean {
    return this.stuck;
  }

  get nearStart(): boolean {
    return this.view.offset() < ahead;
  }

  get nearEnd(): boolean {
    return this.fromEnd() < ahead;
  }

  private fromEnd(): number {
    return this.view.size() - this.view.offset() - this.view.viewport();
  }
}
