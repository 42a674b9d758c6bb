import * as api from '../api/messages';
import type { Channel, Message } from '../api/types';
import { channels, patchChannel } from '../state/places.svelte';
import { notices } from '../state/notices.svelte';
import { timeline } from '../state/timeline.svelte';
import { socketOpen, socketSend } from '../socket/current';
import { w } from '../words/index.svelte';
import { complain } from './complain';
import { takeMark } from './healing';

/** Milliseconds in which the marks of several messages become one frame. */
const delay = 200;

/** Up to which seq channels were read, until the server has said that it knows; told: it was sent with this connection. */
const marks = new Map<number, { seq: number; told: boolean }>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Everything in the channel is read: shown at once, told to the server a moment later. */
export function markRead(id: number) {
  const channel = channels.get(id);
  if (!channel) return;
  const { last_stream_seq, read_seq, unread, mentions } = channel;
  if (last_stream_seq <= read_seq && unread === 0 && mentions === 0) return; // that I was added stands in a line
  patchChannel(id, { read_seq: channel.last_seq, unread: 0, mentions: 0 });
  marks.set(id, { seq: channel.last_seq, told: false });
  clearTimeout(timer);
  timer = setTimeout(tellRead, delay);
}

/** Sends the marks that wait; without a connection they wait for the next one. */
function tellRead() {
  if (!socketOpen()) return;
  for (const [channel, mark] of marks) {
    if (!mark.told) socketSend({ type: 'read', channel, seq: mark.seq });
    mark.told = true;
  }
}

/** With a new connection everything is told again that may have been lost with the one before. */
export function tellReadAgain() {
  for (const mark of marks.values()) mark.told = false;
  tellRead();
}

/** The server has said where the mark of a channel stands. */
export function confirmRead(id: number) {
  if (marks.get(id)?.told) marks.delete(id);
}

export const forgetReading = () => marks.clear();

export function clearNewLine(id: number) {
  const shown = timeline(id);
  if (!shown) return;
  shown.newAfter = null;
  shown.keptUnread = false;
}

/** The channels in use that wait to be read, of a workspace and between people. */
export const unreadIn = (workspace: number): Channel[] =>
  [...channels.values()].filter(
    (one) =>
      (one.workspace === workspace || one.workspace === 0) && !one.archived_at && (one.unread > 0 || one.mentions > 0),
  );

/** Everything in a workspace and in direct channels is read, which can be taken back. */
export function markAllRead(workspace: number) {
  const before = unreadIn(workspace);
  if (before.length === 0) return;
  for (const { id } of before) {
    markRead(id);
    clearNewLine(id);
  }
  notices.done(w.allRead(before.length), () => before.forEach(backTo));
}

/** Puts a read mark back to where it was. */
function backTo({ id, read_seq, unread, mentions }: Channel) {
  marks.delete(id);
  patchChannel(id, { read_seq, unread, mentions });
  api.markUnread(id, read_seq + 1).then(takeMark, (thrown: unknown) => complain(thrown));
}

/** Who has read up to a message. */
export const seenBy = async (message: number) => (await api.seenBy(message)).items;

/** Puts the read mark to just before a message; it stays there until the channel is opened again. */
export async function markUnread(message: Message) {
  const shown = timeline(message.channel);
  marks.delete(message.channel);
  if (shown) {
    shown.keptUnread = true;
    shown.newAfter = message.seq - 1;
  }
  try {
    takeMark(await api.markUnread(message.channel, message.seq));
  } catch (thrown) {
    if (shown) shown.keptUnread = false;
    complain(thrown, () => markUnread(message));
  }
}
