import type { Frame } from '../socket/frames';
import { patchChannel } from '../state/places.svelte';
import { onChannelLog } from './log';

export type ChannelUpdated = Frame<'ChannelUpdated', 'channel.updated'>;

export function channelUpdated(event: ChannelUpdated) {
  const { name, topic, everyone } = event;
  onChannelLog(event, () => patchChannel(event.channel, { name, topic, everyone }));
}
