import { SvelteMap } from 'svelte/reactivity';
import type { Message, Thread } from '../api/types';

/** The most that the server counts. */
const mostUnread = 100;
/** The most followers that an event names; beyond them a thread that I am known to follow is still followed. */
const followersTold = 500;

/** How I stand to threads, as far as it is known: to the unread ones that I follow, and to those that were heard of. */
class Threads {
  private readonly known = new SvelteMap<number, Thread>();
  /** Counts the replies that came, went or changed: an answer that was on its way meanwhile may not know of some. */
  heard = 0;

  readonly unread = $derived([...this.known.values()].filter((one) => one.following && one.unread > 0));

  of(root: number): Thread | undefined {
    return this.known.get(root);
  }

  take(thread: Thread) {
    this.known.set(thread.thread, thread);
  }

  /** All unread ones that I follow, from the server; the others are read. */
  takeUnread(list: Thread[]) {
    for (const one of this.unread) this.take({ ...one, unread: 0, mentions: 0 });
    for (const thread of list) this.take(thread);
  }

  /** How I stand to the threads of some replies, after a gap; what is not named I have nothing to do with. */
  heal(replies: Message[], list: Thread[]) {
    for (const { thread } of replies) if (thread) this.known.delete(thread);
    for (const thread of list) this.take(thread);
  }

  /** A reply has come, with those who follow its thread. */
  hear(reply: Message, followers: number[], me: number) {
    this.heard++;
    const root = reply.thread!;
    const known = this.known.get(root);
    const beyond = followers.length >= followersTold && known?.following;
    if (!followers.includes(me) && !beyond) {
      if (known) this.take({ ...known, following: false, unread: 0, mentions: 0 });
      return;
    }
    const fresh = {
      thread: root,
      channel: reply.channel,
      following: true,
      read_seq: reply.seq,
      unread: 0,
      mentions: 0,
    };
    if (reply.author === me) return this.take(fresh);
    const base = known?.following ? known : { ...fresh, read_seq: reply.seq - 1 };
    if (reply.seq <= base.read_seq) return;
    const names = reply.mentions?.includes(me) || Boolean(reply.calls);
    const more = (count: number, by: boolean) => Math.min(count + Number(by), mostUnread);
    this.take({ ...base, unread: more(base.unread, true), mentions: more(base.mentions, names && !reply.to_channel) });
  }

  /** A reply was deleted or edited: whether what is unread in its thread may be another number. */
  changes(reply: Message, me: number): boolean {
    const known = this.known.get(reply.thread ?? 0);
    if (!known?.following || reply.author === me || reply.seq <= known.read_seq) return false;
    this.heard++;
    return true;
  }

  /** I am no longer in a channel. */
  drop(channel: number) {
    for (const [root, thread] of this.known) if (thread.channel === channel) this.known.delete(root);
  }

  clear() {
    this.known.clear();
  }
}

export const threads = new Threads();
