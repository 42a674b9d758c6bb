import type { Frame } from '../socket/frames';
import { patchChannel } from '../state/places.svelte';
import { onMyLog } from './log';

export type ReadUpdated = Frame<'ReadUpdated', 'read.updated'>;

export function readUpdated(event: ReadUpdated) {
  const { read_seq, unread, mentions } = event;
  onMyLog(event, () => patchChannel(event.channel, { read_seq, unread, mentions }));
}
