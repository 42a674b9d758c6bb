import * as api from '../api/messages';
import type { Message } from '../api/types';
import { takePeople } from '../state/people.svelte';
import { setPins } from '../state/pins.svelte';
import { complain } from './complain';

export async function loadPins(channel: number) {
  const page = await api.pins(channel);
  takePeople(page.items, page.people);
  setPins(channel, page.items);
}

/** Pins a message or takes the pin off; the log tells when it is so. */
export async function setPinned(message: Message, pinned: boolean) {
  try {
    await (pinned ? api.pin(message.id) : api.unpin(message.id));
  } catch (thrown) {
    complain(thrown, () => setPinned(message, pinned));
  }
}
