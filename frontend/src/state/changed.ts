import type { Message } from '../api/types';
import { arrivals } from './arrivals';
import { fileList } from './file-list.svelte';
import { forgetAllPins, forgetPins, takePinned } from './pins.svelte';
import { channels } from './places.svelte';
import { forgetQuoted, forgetQuotedOf, takeQuoted } from './quotes.svelte';
import { dropTimeline, dropTimelines, loadedOf } from './timeline.svelte';

/** New and changed messages of a channel, brought to every place that shows them. */
export function takeMessages(channel: number, messages: Message[]) {
  for (const loaded of loadedOf(channel)) loaded.take(messages);
  takePinned(channel, messages);
  takeQuoted(messages);
  fileList.hear(channels.get(channel)?.workspace ?? 0, messages);
  for (const { id, deleted_at } of messages) if (deleted_at) arrivals.deleted(id);
}

/** A message as this screen knows it. */
export function knownMessage(channel: number, id: number): Message | undefined {
  for (const loaded of loadedOf(channel)) {
    const found = loaded.find(id);
    if (found) return found;
  }
  return undefined;
}

/** Something of a channel was missed: what is known of it outside its timeline is asked for again. */
export function forgetElsewhere(channel: number) {
  forgetPins(channel);
  forgetQuotedOf(channel);
}

export function forgetMessages(channel: number) {
  dropTimeline(channel);
  forgetElsewhere(channel);
}

export function forgetAllMessages() {
  dropTimelines();
  forgetAllPins();
  forgetQuoted();
}
