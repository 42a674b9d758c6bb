import { channels, patchChannel } from '../state/places.svelte';
import { timeline } from '../state/timeline.svelte';
import { socketOpen, socketSend } from '../socket/current';

/** Milliseconds in which the marks of several messages become one frame. */
const delay = 200;

const waiting = new Map<number, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Everything in the channel is read: shown at once, told to the server a moment later. */
export function markRead(id: number) {
  const channel = channels.get(id);
  if (!channel || channel.last_seq <= channel.read_seq) return;
  patchChannel(id, { read_seq: channel.last_seq, unread: 0, mentions: 0 });
  waiting.set(id, channel.last_seq);
  clearTimeout(timer);
  timer = setTimeout(tellRead, delay);
}

/** Sends the marks that wait; without a connection they wait for the next one. */
export function tellRead() {
  if (!socketOpen()) return;
  for (const [channel, seq] of waiting) socketSend({ type: 'read', channel, seq });
  waiting.clear();
}

export const forgetReading = () => waiting.clear();

export function clearNewLine(id: number) {
  const shown = timeline(id);
  if (shown) shown.newAfter = null;
}
