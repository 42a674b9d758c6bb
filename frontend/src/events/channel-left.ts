import type { Frame } from '../socket/frames';
import { dropChannel } from '../state/places.svelte';
import { onMyLog } from './log';

export type ChannelLeft = Frame<'ChannelLeft', 'channel.left'>;

export function channelLeft(event: ChannelLeft) {
  onMyLog(event, () => dropChannel(event.channel));
}
