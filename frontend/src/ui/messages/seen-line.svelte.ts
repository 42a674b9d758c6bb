/** Milliseconds after which what is in view counts as seen: while rows are being measured, all of them may seem to be. */
const moment = 300;

/** The "new" line below which everything has been seen: it and the end were in view at once, for a moment. */
export class SeenLine {
  line = $state<number | null>(null);
  private inView: number | null = null;
  private looking: ReturnType<typeof setTimeout> | undefined;

  /** Says which line is in view with the end; null for none. */
  look(line: number | null) {
    if (line === this.inView) return;
    this.cease();
    this.inView = line;
    if (line !== null) this.looking = setTimeout(() => (this.line = line), moment);
  }

  cease() {
    clearTimeout(this.looking);
  }
}
