import { sendLeaving } from '../api/messages';
import { drafts } from '../state/drafts.svelte';
import { layout } from '../state/layout.svelte';
import type { Entry } from '../state/outbox.svelte';
import { outbox } from '../state/outgoing';
import { quoting } from '../state/quoting.svelte';
import { session } from '../state/session.svelte';
import { uploads } from '../state/uploads.svelte';
import { writeDraft } from './drafts';

/** Milliseconds in which a message can be taken back where that is wished. */
const undoWithin = 5_000;

export const takenBackUntil = () => (session.me?.undo_send ? { until: Date.now() + undoWithin } : {});

/**
 * Takes a message back that is not on its way yet: its text stands where it was written, before what was typed since, and
 * answers and quotes what it did.
 */
export function undoSend(nonce: string) {
  const entry = outbox.takeBack(nonce);
  if (!entry) return;
  const { channel, thread = 0, parent, to_channel } = entry;
  const place = { channel, thread };
  uploads.bind(uploads.of(entry.uploads), '');
  writeDraft(place, [entry.text, drafts.text(place)].filter(Boolean).join('\n'));
  if (entry.quote) quoting.begin(place, entry.quote);
  if (thread) layout.openPane({ kind: 'thread', channel, root: thread, answers: parent, also: to_channel });
}

/** Throws a message away that was not sent, with its files. */
export async function discard({ nonce, uploads: ids }: Entry) {
  outbox.remove(nonce);
  if (ids) (await import('./uploads')).cancel(uploads.of(ids));
}

/** A place is left: what could be taken back there is sent. */
export const sendNow = (channel: number) => void outbox.release(channel);

/**
 * The page is left: what could be taken back is sent in a way that outlives it; the same nonce makes it one message. As
 * such calls overtake each other, that is one of a channel, and what is behind it waits in this browser.
 */
export function sendHeld() {
  const held = outbox.held.map(({ nonce }) => nonce);
  const places = new Set(outbox.held.map(({ channel }) => channel));
  void outbox.release();
  for (const channel of places) {
    const next = outbox.next(channel);
    if (next && held.includes(next.nonce)) sendLeaving({ ...next, files: uploads.files(next.uploads) }).catch(() => {});
  }
}
