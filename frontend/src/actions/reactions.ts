import * as api from '../api/messages';
import type { Message } from '../api/types';
import { knownMessage, takeMessages } from '../state/changed';
import { addPeople } from '../state/people.svelte';
import { withMine } from '../state/reactions';
import { myId } from '../state/session.svelte';
import { complain } from './complain';

/** Chooses an emoji or takes it back: seen at once, undone when the server refuses. */
export async function react(message: Message, emoji: string, add: boolean) {
  show(message, emoji, add);
  try {
    if (add) takeMessages(message.channel, [await api.react(message.id, emoji)]);
    else await api.unreact(message.id, emoji);
  } catch (thrown) {
    show(message, emoji, !add);
    complain(thrown);
  }
}

/** Changes only the one emoji of the message as it is by now. */
function show(message: Message, emoji: string, add: boolean) {
  const now = knownMessage(message.channel, message.id) ?? message;
  takeMessages(message.channel, [withMine(now, emoji, myId(), add)]);
}

/** The people behind a reaction, by name. */
export async function reactors(message: Message, emoji: string) {
  const { items } = await api.reactors(message.id, emoji);
  addPeople(items);
  return items;
}
