import { tick } from 'svelte';
import { messages, pageSize, type PagePoint } from '../api/messages';
import type { MessagePage } from '../api/types';
import { addPeople, wantPeople } from '../state/people.svelte';
import { channels } from '../state/places.svelte';
import { dropTimeline, openTimeline, timeline, type Timeline } from '../state/timeline.svelte';
import { outbox } from '../state/outgoing';
import { complain } from './complain';

/** From this many unread messages on, a channel opens where reading stopped instead of at its end. */
const farBehind = pageSize - 10;

async function page(channel: number, point: PagePoint): Promise<MessagePage> {
  const answer = await messages(channel, point);
  addPeople(answer.people);
  wantPeople(answer.items.map((message) => message.author));
  return answer;
}

let early: { channel: number; answer: Promise<MessagePage> } | null = null;

/** Asks for the newest page before anything else is known, so that the first screen waits for one answer less. */
export function askEarly(channel: number) {
  if (channel === 0) return;
  early = { channel, answer: messages(channel) };
  early.answer.catch(() => {}); // asked again, and told, when the channel is shown
}

/** The newest page or the one around a point; the early answer serves once. */
async function firstPage(channel: number, around: number | undefined): Promise<MessagePage> {
  const asked = early;
  early = null;
  if (around !== undefined || asked?.channel !== channel) return page(channel, { around });
  const answer = await asked.answer.catch(() => messages(channel));
  addPeople(answer.people);
  return answer;
}

/** Shows a channel's messages: what is loaded at once, else the newest page or the one where reading stopped. */
export function showMessages(channel: number): Timeline {
  const shown = openTimeline(channel);
  void load(shown);
  return shown;
}

async function load(shown: Timeline): Promise<void> {
  const channel = shown.channel;
  const row = channels.get(channel);
  shown.newAfter = row && row.unread > 0 ? row.read_seq : null;
  if (shown.status === 'ready' && (shown.atNewest || row?.unread === 0)) return;
  const around = row && row.unread >= farBehind ? row.read_seq : undefined;
  shown.status = 'loading';
  try {
    shown.load(await firstPage(channel, around), around !== undefined);
    await catchUp(shown);
  } catch {
    shown.status = 'failed';
  }
}

export async function loadOlder(shown: Timeline) {
  if (shown.before === undefined || shown.loadingMore) return;
  await more(shown, async () => {
    shown.prepend(await page(shown.channel, { before: shown.before }));
    await tick();
    shown.shifting = false;
  });
}

export async function loadNewer(shown: Timeline) {
  if (shown.after === undefined || shown.loadingMore) return;
  await more(shown, async () => {
    shown.append(await page(shown.channel, { after: shown.after }));
    await catchUp(shown);
  });
}

export async function jumpToNewest(shown: Timeline) {
  if (shown.atNewest) return;
  await more(shown, async () => {
    shown.load(await page(shown.channel, {}), false);
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
  const last = shown.messages.at(-1)?.seq ?? 0;
  if (!shown.atNewest || last >= (channels.get(shown.channel)?.last_seq ?? 0)) return;
  const rest = await page(shown.channel, { after: last });
  shown.append(rest);
}

export function send(channel: number, text: string) {
  const shown = timeline(channel);
  if (shown) {
    shown.newAfter = null;
    void jumpToNewest(shown);
  }
  outbox.add(channel, text);
}

/** Throws away what is loaded of a channel and loads it anew. */
export function reloadMessages(channel: number): Timeline {
  dropTimeline(channel);
  return showMessages(channel);
}
