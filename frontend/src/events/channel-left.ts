import type { Frame } from '../socket/frames';
import { channels } from '../state/places.svelte';
import { dropTimeline } from '../state/timeline.svelte';
import { onMyLog } from './log';

export type ChannelLeft = Frame<'ChannelLeft', 'channel.left'>;

export function channelLeft(event: ChannelLeft) {
  onMyLog(event, () => {
    channels.delete(event.channel);
    dropTimeline(event.channel);
  });
}
