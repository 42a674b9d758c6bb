import * as api from '../api/threads';
import { message, messages } from '../api/messages';
import type { ListedThread, Message, Thread, ThreadPage, ThreadState } from '../api/types';
import { knownMessage } from '../state/changed';
import { connection } from '../state/connection.svelte';
import { layout } from '../state/layout.svelte';
import { takePeople } from '../state/people.svelte';
import { messagePath, openWorkspace, route } from '../state/route.svelte';
import { myId } from '../state/session.svelte';
import { threadList } from '../state/thread-list.svelte';
import { threads } from '../state/threads.svelte';
import { loadedOf, threadIn, timeline } from '../state/timeline.svelte';
import { complain } from './complain';

/** Opens the thread of a message in the right pane, to answer that message. */
export function openThreadOf(message: Message) {
  const root = message.thread || message.id;
  layout.openPane({ kind: 'thread', channel: message.channel, root, answers: message.id });
}

/** Shows a reply in its thread. */
export function showReply({ channel, thread, seq }: Message) {
  layout.openPane({ kind: 'thread', channel, root: thread!, at: seq });
}

/** Shows a message where it stands: in the channel's stream, else in its thread. */
export function jumpTo(message: Message) {
  if (message.thread && !message.to_channel) return showReply(message);
  route.go(messagePath(openWorkspace(), message));
}

/** Shows what a reply answers; where that cannot be seen, the rest of the thread. */
export async function showAnswered(reply: Message) {
  const known = knownMessage(reply.channel, reply.parent!);
  const parent = known ?? (await message(reply.parent!).catch(() => null))?.message;
  if (parent) jumpTo(parent);
  else openThreadOf(reply);
}

/** Opens the thread of what has a seq, where it stands in no stream. */
export async function leadToReply(channel: number, seq: number) {
  const { reply } = await messages(channel, { around: seq }, 1).catch(() => ({ reply: undefined }));
  if (reply) showReply(reply);
}

/** A reply has come: its root counts it, and I may follow its thread. */
export function countReply(reply: Message, state: ThreadState) {
  for (const loaded of loadedOf(reply.channel)) loaded.count(state);
  threads.hear(reply, state.followers ?? [], myId());
  if (!threadList.hear(reply, state) && threads.of(state.root)?.following) void refreshList();
  if (reply.to_channel) void wantAnswered(reply);
}

/** A reply was deleted. */
export function uncountReply(reply: Message, state: ThreadState) {
  for (const loaded of loadedOf(reply.channel)) loaded.count(state);
  recountThread(reply);
}

/** Where an unread reply was deleted or edited, what counts and what calls me may be another number: the server knows. */
export function recountThread(reply: Message) {
  if (threads.changes(reply, myId())) void refreshThreads();
}

/** What a reply in the stream answers is named above it: asked for where it is not loaded. */
async function wantAnswered({ channel, parent }: Message) {
  const shown = timeline(channel);
  if (!parent || !shown || shown.find(parent)) return;
  const found = await message(parent).catch(() => null); // then it is named as an earlier message
  if (!found) return;
  takePeople([found.message], found.people);
  shown.related.take([found.message], true);
}

/** Follows a thread or ceases to: seen at once, undone when the server refuses. */
export async function followThread(thread: Thread, following: boolean) {
  threads.take({ ...thread, following, unread: 0, mentions: 0 });
  try {
    threads.take(await api.follow(thread.thread, following));
  } catch (thrown) {
    threads.take(thread);
    complain(thrown, () => followThread(thread, following));
  }
}

/** Milliseconds before a mark that the server did not take is tried again. */
const again = 5_000;

/** Everything in a thread up to a seq is read: shown at once, and told to the server. */
export async function markThreadRead(root: number, seq: number) {
  const mine = threads.of(root);
  if (!mine?.following || mine.unread === 0 || connection.status !== 'open') return;
  const read = { ...mine, read_seq: Math.max(seq, mine.read_seq), unread: 0, mentions: 0 };
  threads.take(read);
  try {
    await api.readThread(root, seq);
  } catch {
    setTimeout(() => threads.of(root) === read && threads.take(mine), again);
  }
}

/** Puts the mark of the open thread to just before a reply; it stays there until the thread is opened again. */
export async function markThreadUnread(reply: Message, root: number) {
  const { channel, seq } = reply;
  const open = threadIn(channel);
  const shown = open?.thread === root ? open : undefined;
  if (shown) {
    shown.keptUnread = true;
    shown.newAfter = seq - 1;
  }
  try {
    threads.take(await api.unreadThread(root, seq));
  } catch (thrown) {
    if (shown) shown.keptUnread = false;
    complain(thrown, () => markThreadUnread(reply, root));
  }
}

export async function markAllThreadsRead() {
  const unread = threads.unread;
  for (const mine of unread) threads.take({ ...mine, unread: 0, mentions: 0 });
  try {
    for (const mine of unread) threads.take(await api.readThread(mine.thread, Number.MAX_SAFE_INTEGER));
  } catch (thrown) {
    await refreshThreads();
    complain(thrown, markAllThreadsRead);
  }
}

let refreshing: Promise<void> | null = null;

/** Asks which threads are unread, after a gap that no difference has healed; once for all that ask at the same time. */
export function refreshThreads(): Promise<void> {
  refreshing ??= askUnread().finally(() => (refreshing = null));
  return refreshing;
}

/** How often it is asked again because replies came meanwhile. */
const tries = 3;

async function askUnread() {
  for (let i = 0; i < tries; i++) {
    const { heard } = threads;
    const page = await api.myThreads({ unread: true, limit: 100 }).catch(() => null);
    if (!page) return;
    threads.takeUnread(page.items.map(standing));
    if (heard === threads.heard) return;
  }
}

const standing = ({ thread, channel, following, read_seq, unread, mentions }: ListedThread): Thread => ({
  thread,
  channel,
  following,
  read_seq,
  unread,
  mentions,
});

/** Loads the list of my threads, or the next page of it. */
export async function loadThreads(more = false) {
  if (threadList.status === 'loading' || (more && !threadList.next)) return;
  threadList.status = 'loading';
  try {
    threadList.take(await listed(more ? threadList.next : undefined), more);
  } catch {
    threadList.status = 'failed';
  }
}

async function listed(before?: number): Promise<ThreadPage> {
  const page = await api.myThreads({ before, limit: 30 });
  takePeople(
    page.items.flatMap(({ root, newest }) => (root ? [root, newest] : [newest])),
    page.people,
  );
  for (const item of page.items) threads.take(standing(item));
  return page;
}

/** A thread that the list does not have: its first page is asked for again. */
async function refreshList() {
  if (threadList.status === 'ready') await loadThreads();
}
