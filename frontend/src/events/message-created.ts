import type { Frame } from '../socket/frames';
import { announceMessage } from '../state/announcer.svelte';
import { arrivals } from '../state/arrivals';
import { takeMessages } from '../state/changed';
import { outbox } from '../state/outgoing';
import { uploads } from '../state/uploads.svelte';
import { countReply } from '../actions/threads';
import { wantPeople } from '../state/people.svelte';
import { callsFor, countMessage } from '../state/places.svelte';
import { myId } from '../state/session.svelte';
import { typing } from '../state/typing.svelte';
import { onChannelLog } from './log';

export type MessageCreated = Frame<'MessageCreated', 'message.created'>;

export function messageCreated(event: MessageCreated) {
  const message = { ...event.message, mentioned: callsFor(event.message, myId()) };
  onChannelLog(event, () => {
    wantPeople([message.author]);
    typing.ended(event.channel, message.thread ?? 0, message.author);
    takeMessages(event.channel, [message]);
    if (event.thread) countReply(message, event.thread);
    countMessage(message, myId());
    announceMessage(message);
    arrivals.came(message, event.thread?.followers ?? []);
  });
  if (message.author !== myId() || !message.nonce) return;
  uploads.stored(message.nonce); // first: without their entry they would stand in the composer again
  outbox.remove(message.nonce);
}
