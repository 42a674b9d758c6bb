import * as api from '../api/messages';
import type { Message } from '../api/types';
import { takeMessages } from '../state/changed';
import { marked } from '../state/marked.svelte';
import { myId } from '../state/session.svelte';
import { noteUnreached } from '../state/unreached.svelte';
import { timeline } from '../state/timeline.svelte';
import { complain } from './complain';

/** Opens my last message of a channel, as far as it is loaded, for editing; false when there is none. */
export function editLast(channel: number): boolean {
  const last = timeline(channel)?.messages.findLast((one) => one.author === myId() && !one.kind && !one.deleted_at);
  if (last) marked.editing = { id: last.id, thread: 0 };
  return last !== undefined;
}

/** Gives a message another text; throws what the server says. */
export async function editMessage(message: Message, text: string) {
  const { unreached, ...edited } = await api.editMessage(message.id, text);
  takeMessages(message.channel, [edited]);
  noteUnreached(message.channel, unreached);
}

export async function deleteMessage(message: Message) {
  await api.deleteMessage(message.id);
}

/** What a message said before it was edited, the oldest first. */
export async function versions(message: Message) {
  try {
    return (await api.versions(message.id)).items;
  } catch (thrown) {
    complain(thrown);
    return [];
  }
}
