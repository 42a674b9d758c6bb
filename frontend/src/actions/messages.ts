import { tick } from 'svelte';
import { messages, pageSize, type PagePoint } from '../api/messages';
import { replies } from '../api/threads';
import type { MessagePage } from '../api/types';
import { takePeople } from '../state/people.svelte';
import { channels } from '../state/places.svelte';
import { threads } from '../state/threads.svelte';
import { dropTimeline, loadedOf, openThread, openTimeline, type Timeline } from '../state/timeline.svelte';
import { outbox } from '../state/outgoing';
import { session } from '../state/session.svelte';
import { newNonce, type Entry } from '../state/outbox.svelte';
import { uploads, type Upload } from '../state/uploads.svelte';
import { quoting } from '../state/quoting.svelte';
import { complain } from './complain';
import { takenBackUntil } from './undo';

/** From this many unread messages on, a channel opens where reading stopped instead of at its end. */
const farBehind = pageSize - 10;

const ask = ({ channel, thread }: Timeline, point: PagePoint): Promise<MessagePage> =>
  thread ? replies(channel, thread, point) : messages(channel, point);

const page = async (shown: Timeline, point: PagePoint) => takePage(await ask(shown, point));

/** Takes what a page says beside its messages, who is who and how I stand to the thread, and gives it on. */
export function takePage(page: MessagePage): MessagePage {
  const { items, related, root, people, standing } = page;
  takePeople([...items, ...related, ...(root ? [root] : [])], people);
  if (standing) threads.take(standing);
  return page;
}

let early: { channel: number; around?: number; answer: Promise<MessagePage> } | null = null;

/** Asks for the newest page, or the one around a message, before anything else is known, so that the first screen waits for one answer less. */
export function askEarly(channel: number, seq = 0) {
  if (channel === 0) return;
  const around = seq || undefined;
  early = { channel, around, answer: messages(channel, { around }) };
  early.answer.catch(() => {}); // asked again, and told, when the channel is shown
}

/** The newest page or the one around a point; the early answer serves once. */
async function firstPage(shown: Timeline, around: number | undefined): Promise<MessagePage> {
  const asked = shown.thread ? null : early;
  if (asked) early = null;
  if (asked?.channel !== shown.channel || asked.around !== around) return page(shown, { around });
  return takePage(await asked.answer.catch(() => ask(shown, { around })));
}

/**
 * Shows a channel's messages: what is loaded at once, else the page around the message that is looked for, the one where reading
 * stopped, or the newest.
 */
export function showMessages(channel: number, seq = 0): Timeline {
  const shown = openTimeline(channel);
  void load(shown, seq);
  return shown;
}

async function load(shown: Timeline, seq: number): Promise<void> {
  const channel = shown.channel;
  const row = channels.get(channel);
  shown.newAfter = row && row.unread > 0 ? row.read_seq : null;
  shown.keptUnread = false;
  if (shown.status === 'ready' && (seq ? shown.holds(seq) : shown.atNewest)) return;
  const stopped = row && row.unread >= farBehind ? Math.max(row.read_seq, 1) : undefined;
  await loadFirst(shown, seq || stopped);
}

async function loadFirst(shown: Timeline, around?: number) {
  shown.status = 'loading';
  try {
    shown.load(await firstPage(shown, around), around !== undefined);
    await catchUp(shown);
  } catch {
    shown.status = 'failed';
  }
}

/** Shows a thread from the reply that is looked for, from where reading it stopped, or from its newest replies. */
export function showThread(channel: number, root: number, seq = 0): Timeline {
  const shown = openThread(channel, root);
  const mine = threads.of(root);
  if (mine && mine.unread > 0) shown.newAfter = mine.read_seq;
  const stopped = mine && mine.unread >= farBehind ? Math.max(mine.read_seq, 1) : undefined;
  void loadFirst(shown, seq || stopped);
  return shown;
}

export async function loadOlder(shown: Timeline) {
  if (shown.before === undefined || shown.loadingMore) return;
  const { before } = shown;
  await more(shown, async () => {
    const older = await page(shown, { before });
    if (shown.before !== before) return; // another page has taken the place of what was loaded
    shown.prepend(older);
    await tick();
    shown.shifting = false;
    shown.trimEnd(); // in an update of its own: the list takes one change of its length for a change at one end
  });
}

export async function loadNewer(shown: Timeline) {
  if (shown.after === undefined || shown.loadingMore) return;
  const { after } = shown;
  await more(shown, async () => {
    const newer = await page(shown, { after });
    if (shown.after !== after) return;
    shown.append(newer);
    await catchUp(shown);
    await tick();
    await forgetOldest(shown);
  });
}

/** Keeps a channel that one follows at its end, perhaps for days, from growing. */
export async function forgetOldest(shown: Timeline) {
  if (!shown.long) return;
  shown.trimStart();
  await tick();
  shown.shifting = false;
}

/** Loads the page around a message unless it is loaded. */
export async function jumpTo(shown: Timeline, seq: number) {
  if (shown.holds(seq)) return;
  await more(shown, async () => {
    shown.load(await page(shown, { around: seq }), true);
  });
}

export async function jumpToNewest(shown: Timeline) {
  if (shown.atNewest) return;
  await more(shown, async () => {
    shown.load(await page(shown, {}), false);
    await catchUp(shown);
  });
}

async function more(shown: Timeline, load: () => Promise<void>) {
  shown.loadingMore = true;
  try {
    await load();
  } catch (thrown) {
    complain(thrown);
  } finally {
    shown.loadingMore = false;
  }
}

/** What was said while the last page was on its way, when the page had ended before it. */
async function catchUp(shown: Timeline) {
  if (!shown.atNewest || shown.complete >= (channels.get(shown.channel)?.last_seq ?? 0)) return;
  shown.append(await page(shown, { after: shown.messages.at(-1)?.seq ?? 0 }));
}

/** Where a reply goes: what it answers, in which thread, and whether into the channel, too. */
export interface Reply {
  parent: number;
  thread: number;
  to_channel: boolean;
}

/** Sends a text with what is attached in its place; what is too much for one message goes with others. */
export function send(channel: number, text: string, reply?: Reply) {
  const place = { channel, thread: reply?.thread ?? 0 };
  const quote = quoting.take(place);
  for (const shown of loadedOf(channel)) {
    if (shown.thread !== place.thread) continue;
    shown.newAfter = null;
    shown.keptUnread = false;
    void jumpToNewest(shown);
  }
  const [first = [], ...others] = batches(uploads.sendable(place), session.limits.message_files);
  sendWith(first, channel, text, { ...reply, quote });
  for (const more of others) sendWith(more, channel, '', { ...reply });
}

function sendWith(files: Upload[], channel: number, text: string, more: Partial<Entry>) {
  const ids = files.length > 0 ? files.map(({ about }) => about.id) : undefined;
  const nonce = newNonce();
  uploads.bind(files, nonce);
  outbox.add(channel, text, { ...more, nonce, uploads: ids, ...takenBackUntil() });
}

function batches<T>(list: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

/** Throws away what is loaded of a channel and loads it anew. */
export function reloadMessages(channel: number): Timeline {
  dropTimeline(channel);
  return showMessages(channel);
}
