import type { Message, MessagePage } from '../api/types';

/**
 * The part of a channel's log that is loaded: one run of messages without a hole, ascending by seq. It may end before
 * the newest message; then live messages are left to the next page.
 */
export class Timeline {
  messages = $state.raw<Message[]>([]);
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  /** Passed as before / after to load more; undefined at the beginning / the end of the log. */
  before = $state<number | undefined>();
  after = $state<number | undefined>();
  /** Set while the update that prepends is drawn: the list then keeps its distance from the end. */
  shifting = $state(false);
  /** The "new" line stands before the first message of others after this seq; null for no line. */
  newAfter = $state<number | null>(null);
  loadingMore = $state(false);

  readonly channel: number;

  constructor(channel: number) {
    this.channel = channel;
  }

  /** The newest page, or the one around a point, which replaces what was loaded; messages that came live stay. */
  load(page: MessagePage, around: boolean) {
    const live = this.status === 'loading' && !around ? this.messages : [];
    this.messages = merge(page.items, live);
    this.before = around ? firstOf(page.items) : page.next;
    this.after = around ? lastOf(page.items) : undefined;
    this.status = 'ready';
  }

  prepend(page: MessagePage) {
    this.shifting = true;
    this.messages = merge(page.items, this.messages);
    this.before = page.next;
  }

  append(page: MessagePage) {
    this.shifting = false;
    this.messages = merge(this.messages, page.items);
    this.after = page.next;
  }

  /** New and changed messages; those outside the loaded run are left out. */
  take(messages: Message[]) {
    this.shifting = false;
    const first = this.before === undefined ? 0 : (this.messages[0]?.seq ?? 0);
    const last = this.after === undefined ? Infinity : (this.messages.at(-1)?.seq ?? 0);
    const inside = messages.filter((message) => message.seq >= first && message.seq <= last);
    if (inside.length > 0) this.messages = merge(this.messages, inside);
  }

  get atNewest(): boolean {
    return this.after === undefined;
  }
}

const firstOf = (items: Message[]) => items[0]?.seq;
const lastOf = (items: Message[]) => items.at(-1)?.seq;

/** Both lists in one, ascending by seq, each message once as its highest rev has it. */
export function merge(a: Message[], b: Message[]): Message[] {
  if (b.length === 0) return a;
  if (a.length === 0 || a.at(-1)!.seq < b[0]!.seq) return [...a, ...b];
  const bySeq = new Map<number, Message>();
  for (const message of [...a, ...b]) {
    const known = bySeq.get(message.seq);
    if (!known || message.rev >= known.rev) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].sort((x, y) => x.seq - y.seq);
}

/** How many channels stay loaded for a quick way back. */
const kept = 8;
const timelines = new Map<number, Timeline>();

export const timeline = (channel: number): Timeline | undefined => timelines.get(channel);

/** The timeline of a channel that is being opened, made if need be; the one longest unused is dropped. */
export function openTimeline(channel: number): Timeline {
  const found = timelines.get(channel) ?? new Timeline(channel);
  timelines.delete(channel);
  timelines.set(channel, found);
  for (const id of timelines.keys()) if (timelines.size > kept && id !== channel) timelines.delete(id);
  return found;
}

export const dropTimeline = (channel: number) => timelines.delete(channel);
export const dropTimelines = () => timelines.clear();
