import type { FileInMessage, Message } from '../../api/types';
import type { LookedAt } from '../../state/looking.svelte';
import { threadIn, timeline } from '../../state/timeline.svelte';

/** A picture with the message that brought it. */
export interface Shown {
  file: FileInMessage;
  message: Message;
}

/** All pictures among which one is looked at: those of its message, amid those of what is loaded around it. */
export function galleryOf({ message, thread }: LookedAt): Shown[] {
  const shown = thread ? threadIn(message.channel) : timeline(message.channel);
  const loaded = shown ? [...(shown.root ? [shown.root] : []), ...shown.messages] : [];
  const around = loaded.some((one) => one.id === message.id) ? loaded : [message];
  return around.flatMap((one) => picturesOf(one).map((file) => ({ file, message: one })));
}

function picturesOf({ files, deleted_at }: Message): FileInMessage[] {
  return deleted_at ? [] : (files ?? []).filter((file) => file.pictured && !file.held);
}
