import type { Message, MessagePage, ThreadState } from '../api/types';
import { latest, Related } from './related.svelte';

/**
 * The part of a channel's stream, or of one of its threads, that is loaded: one run of messages without a hole, ascending
 * by seq. It may end before the newest message; then live messages are left to the next page.
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
  /** Marked as unread by hand: looking at it does not read it. */
  keptUnread = $state(false);
  /** The message that a thread begins with; null where I may not see it. */
  root = $state.raw<Message | null>(null);
  readonly related = new Related();
  /** The channel's seq up to which nothing is missing at the end. */
  complete = 0;

  /** `thread` is the root's id; 0 is the channel's stream. */
  constructor(
    readonly channel: number,
    readonly thread = 0,
  ) {}

  /** The newest page, or the one around a point, which replaces what was loaded; messages that came live stay. */
  load(page: MessagePage, around: boolean) {
    const live = this.status === 'loading' && !around ? this.messages : [];
    this.messages = merge(page.items, live);
    this.before = around ? firstOf(page.items) : page.next;
    this.after = around ? lastOf(page.items) : undefined;
    this.complete = Math.max(page.last_seq, lastOf(this.messages) ?? 0);
    this.takeBeside(page);
    this.status = 'ready';
  }

  private takeBeside(page: MessagePage) {
    this.related.take(page.related, true);
    if (this.thread) this.root = page.root ? latest(page.root, this.root ?? undefined) : null;
  }

  prepend(page: MessagePage) {
    this.shifting = true;
    this.messages = merge(page.items, this.messages);
    this.takeBeside(page);
    this.before = page.next;
  }

  append(page: MessagePage) {
    this.shifting = false;
    this.messages = merge(this.messages, page.items);
    this.takeBeside(page);
    this.after = page.next;
    this.complete = page.last_seq;
  }

  /** New and changed messages; those outside the loaded run are left out. */
  take(all: Message[]) {
    this.shifting = false;
    this.complete = Math.max(this.complete, ...all.map((message) => message.seq));
    this.related.take(all, false);
    const root = all.find((message) => message.id === this.thread);
    if (root) this.root = latest(root, this.root ?? undefined);
    const messages = all.filter((message) => this.belongs(message));
    const first = this.before === undefined ? 0 : (this.messages[0]?.seq ?? 0);
    const last = this.after === undefined ? Infinity : (this.messages.at(-1)?.seq ?? 0);
    // A difference comes in the order of its changes.
    const inside = messages.filter((one) => one.seq >= first && one.seq <= last).sort((a, b) => a.seq - b.seq);
    if (inside.length > 0) this.messages = merge(this.messages, inside);
  }

  /** Whether the place of a message is loaded. */
  holds(seq: number): boolean {
    const [first, last] = [this.messages[0]?.seq ?? Infinity, this.messages.at(-1)?.seq ?? 0];
    return seq <= last && (seq >= first || this.before === undefined);
  }

  /** What stands beside the stream of messages that came by a difference. */
  takeRelated(messages: Message[]) {
    this.related.take(messages, true);
    const known = new Set(this.messages.map((message) => message.id));
    this.take(messages.filter((message) => known.has(message.id) || message.id === this.thread));
  }

  /** A message of it, or beside it, by id. */
  find(id: number): Message | undefined {
    if (this.root?.id === id) return this.root;
    return this.messages.find((message) => message.id === id) ?? this.related.find(id);
  }

  private belongs(message: Message): boolean {
    return this.thread ? message.thread === this.thread : !message.thread || (message.to_channel ?? false);
  }

  /** What a reply, or its end, has changed at the root of its thread. */
  count({ root, replies, replied_at }: ThreadState) {
    const counted = (message: Message) => ({ ...message, replies, replied_at });
    if (this.root?.id === root) this.root = counted(this.root);
    if (this.messages.some((message) => message.id === root))
      this.messages = this.messages.map((message) => (message.id === root ? counted(message) : message));
  }

  /** Whether so much is loaded that what lies far from the reader should go. */
  get long(): boolean {
    return this.messages.length > most + slack;
  }

  /** Forgets the newest messages beyond the bound; they are loaded again when the reader comes near. */
  trimEnd() {
    if (!this.long) return;
    this.messages = this.messages.slice(0, most);
    this.related.keepOnly(this.messages);
    this.after = lastOf(this.messages);
  }

  /** Forgets the oldest ones; `shifting` has to be set while the update is drawn. */
  trimStart() {
    if (!this.long) return;
    this.shifting = true;
    this.messages = this.messages.slice(-most);
    this.related.keepOnly(this.messages);
    this.before = firstOf(this.messages);
  }

  get atNewest(): boolean {
    return this.after === undefined;
  }
}

/** How many messages of a channel stay loaded, and how many more come before some are forgotten: memory and the time of an update are bounded by both. */
const most = 600;
const slack = 200;

const firstOf = (items: Message[]) => items[0]?.seq;
const lastOf = (items: Message[]) => items.at(-1)?.seq;

/** Both lists in one, ascending by seq, each message once as its highest rev has it. */
export function merge(a: Message[], b: Message[]): Message[] {
  if (b.length === 0) return a;
  if (a.length === 0 || a.at(-1)!.seq < b[0]!.seq) return [...a, ...b];
  const bySeq = new Map<number, Message>();
  for (const message of [...a, ...b]) {
    bySeq.set(message.seq, latest(message, bySeq.get(message.seq)));
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

/** The thread that is open in the right pane. */
let thread: Timeline | null = null;

/** The open thread, where it is of that channel. */
export const threadIn = (channel: number): Timeline | undefined => (thread?.channel === channel ? thread : undefined);

export const openThread = (channel: number, root: number): Timeline => (thread = new Timeline(channel, root));

export function closeThread(shown: Timeline) {
  if (thread === shown) thread = null;
}

/** Everything that is loaded of a channel: its stream, a thread of it. */
export const loadedOf = (channel: number): Timeline[] =>
  [timelines.get(channel), threadIn(channel)].filter((one) => one !== undefined);

export const dropTimeline = (channel: number) => timelines.delete(channel);
export const dropTimelines = () => timelines.clear();
