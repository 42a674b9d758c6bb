import { SvelteMap } from 'svelte/reactivity';
import type { Message } from '../api/types';

/** How many replies stand below a root in the stream. */
const shown = 3;
/** How many of them are kept, so that others take the place of deleted ones. */
const kept = 8;

/** What a channel's stream needs beside itself: the last replies below each root, and what replies in the stream answer. */
export class Related {
  private readonly below = new SvelteMap<number, Message[]>();
  private readonly above = new SvelteMap<number, Message>();

  /** The last replies to a root, ascending. */
  repliesTo(root: number): Message[] {
    return (this.below.get(root) ?? []).filter((reply) => !reply.deleted_at).slice(-shown);
  }

  find(id: number): Message | undefined {
    const above = this.above.get(id);
    if (above) return above;
    for (const replies of this.below.values()) {
      const found = replies.find((reply) => reply.id === id);
      if (found) return found;
    }
    return undefined;
  }

  /** Messages that came beside a page or live; `page` where roots and what is answered are among them. */
  take(messages: Message[], page: boolean) {
    for (const message of messages) {
      if (message.thread) this.put(message.thread, message);
      if (page || this.above.has(message.id)) this.above.set(message.id, latest(message, this.above.get(message.id)));
    }
  }

  private put(root: number, reply: Message) {
    const known = this.below.get(root) ?? [];
    const rest = known.filter((one) => one.id !== reply.id);
    const same = known.find((one) => one.id === reply.id);
    const all = [...rest, latest(reply, same)].sort((a, b) => a.seq - b.seq);
    this.below.set(root, all.slice(-kept));
  }

  /** Forgets what belongs to no message that is still loaded. */
  keepOnly(messages: Message[]) {
    const roots = new Set(messages.map((message) => message.id));
    const answered = new Set(messages.flatMap((message) => [message.thread, message.parent]));
    for (const id of [...this.below.keys()]) if (!roots.has(id)) this.below.delete(id);
    for (const id of [...this.above.keys()]) if (!answered.has(id)) this.above.delete(id);
  }
}

/** The later state of a message: by rev; a reply gives its root no rev of its own, but a later time. */
export function latest(message: Message, known: Message | undefined): Message {
  if (!known || message.rev !== known.rev) return !known || message.rev > known.rev ? message : known;
  const [came, knew] = [message.replied_at ?? 0, known.replied_at ?? 0];
  if (came !== knew) return came > knew ? message : known;
  return (message.replies ?? 0) <= (known.replies ?? 0) ? message : known;
}
