import type { Frame } from '../socket/frames';
import { recount } from '../actions/healing';
import { uncountReply } from '../actions/threads';
import { takeMessages } from '../state/changed';
import { wantPeople } from '../state/people.svelte';
import { onChannelLog } from './log';

export type MessageDeleted = Frame<'MessageDeleted', 'message.deleted'>;

export function messageDeleted(event: MessageDeleted) {
  onChannelLog(event, () => {
    wantPeople([event.message.deleted_by ?? 0].filter(Boolean));
    takeMessages(event.channel, [event.message]);
    recount(event.channel, [event.message]);
    if (event.thread) uncountReply(event.message, event.thread);
  });
}
