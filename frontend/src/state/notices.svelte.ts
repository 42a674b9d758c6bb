export interface Notice {
  id: number;
  text: string;
  retry?: () => void;
  /** Of something that was done as it was meant: takes it back. */
  undo?: () => void;
  /** Only says that something was done, and goes by itself. */
  done?: boolean;
}

/** Milliseconds for which something can be taken back. */
const undoable = 10_000;
/** Milliseconds for which something is confirmed. */
const confirmed = 3_000;

let last = 0;

/** What went wrong with something that was done, shown until it is closed, and for a while what was done or can be taken back. */
class Notices {
  list = $state.raw<Notice[]>([]);

  add(text: string, retry?: () => void) {
    this.list = [...this.list.filter((notice) => notice.text !== text), { id: ++last, text, retry }].slice(-3);
  }

  /** Confirms what can be seen nowhere else; screen readers hear it, too. */
  tell(text: string) {
    const id = ++last;
    this.list = [...this.list.filter((notice) => !notice.done), { id, text, done: true }].slice(-3);
    setTimeout(() => this.close(id), confirmed);
  }

  done(text: string, undo: () => void) {
    const id = ++last;
    this.list = [...this.list.filter((notice) => !notice.undo), { id, text, undo }].slice(-3);
    setTimeout(() => this.close(id), undoable);
  }

  close(id: number) {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}

export const notices = new Notices();
