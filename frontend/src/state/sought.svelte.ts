/** Where a file stands that somebody was led to: in the stream, or in the thread of a root. */
export interface SoughtFile {
  file: number;
  message: number;
  thread: number;
}

/** Milliseconds for which a file that was not drawn yet is waited for. */
const waitsFor = 10_000;

/** The file of a message that somebody was led to; where it is drawn, it shows itself. */
class Sought {
  private at = $state.raw<SoughtFile | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;

  is({ file, message, thread }: SoughtFile): boolean {
    const { at } = this;
    return at?.file === file && at.message === message && at.thread === thread;
  }

  find(at: SoughtFile) {
    this.at = at;
    this.forgetIn(waitsFor);
  }

  forgetIn(milliseconds: number) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.at = null), milliseconds);
  }
}

export const sought = new Sought();
