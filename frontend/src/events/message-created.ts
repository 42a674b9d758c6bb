import type { Frame } from '../socket/frames';
import { announceMessage } from '../state/announcer.svelte';
import { outbox } from '../state/outgoing';
import { wantPeople } from '../state/people.svelte';
import { countMessage } from '../state/places.svelte';
import { myId } from '../state/session.svelte';
import { timeline } from '../state/timeline.svelte';
import { onChannelLog } from './log';

export type MessageCreated = Frame<'MessageCreated', 'message.created'>;

export function messageCreated(event: MessageCreated) {
  const { message } = event;
  onChannelLog(event, () => {
    wantPeople([message.author]);
    timeline(event.channel)?.take([message]);
    countMessage(message, myId());
    announceMessage(message);
  });
  if (message.author === myId() && message.nonce) outbox.remove(message.nonce);
}
