export interface Notice {
  id: number;
  text: string;
  retry?: () => void;
}

let last = 0;

/** What went wrong with something that was done; spoken at once and shown until it is closed. */
class Notices {
  list = $state.raw<Notice[]>([]);

  add(text: string, retry?: () => void) {
    this.list = [...this.list.filter((notice) => notice.text !== text), { id: ++last, text, retry }].slice(-3);
  }

  close(id: number) {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}

export const notices = new Notices();
