import type { ListedThread, Message, ThreadPage, ThreadState } from '../api/types';

/** The threads that I follow, as far as they are loaded, the one replied to last first. */
class ThreadList {
  items = $state.raw<ListedThread[]>([]);
  /** idle: nobody looks at the list, and nothing keeps it true. */
  status = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  /** Passed to load more; undefined at the end. */
  next = $state<number | undefined>();

  take(page: ThreadPage, more: boolean) {
    const known = new Set(page.items.map((one) => one.thread));
    const before = more ? this.items.filter((one) => !known.has(one.thread)) : [];
    this.items = [...before, ...page.items];
    this.next = page.next;
    this.status = 'ready';
  }

  /** A reply has come; false where its thread is not in the list. */
  hear(reply: Message, state: ThreadState): boolean {
    const found = this.items.find((one) => one.thread === state.root);
    if (!found) return false;
    const root = found.root && { ...found.root, replies: state.replies, replied_at: state.replied_at };
    const rest = this.items.filter((one) => one !== found);
    this.items = [{ ...found, root, newest: reply }, ...rest];
    return true;
  }

  forget() {
    this.items = [];
    this.next = undefined;
    this.status = 'idle';
  }
}

export const threadList = new ThreadList();
