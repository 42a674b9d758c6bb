import type { Frame } from '../socket/frames';
import { recount } from '../actions/healing';
import { recountThread } from '../actions/threads';
import { knownMessage, takeMessages } from '../state/changed';
import { wantPeople } from '../state/people.svelte';
import { asMine } from '../state/reactions';
import { myId } from '../state/session.svelte';
import { onChannelLog } from './log';

export type MessageUpdated = Frame<'MessageUpdated', 'message.updated'>;

export function messageUpdated(event: MessageUpdated) {
  const { message, reacted } = event;
  onChannelLog(event, () => {
    takeMessages(event.channel, [asMine(message, knownMessage(event.channel, message.id), myId(), reacted)]);
    wantPeople([reacted?.account, message.pinned_by].filter((id) => id !== undefined));
    if (reacted || !message.edited_at) return;
    recount(event.channel, [message]);
    recountThread(message);
  });
}
