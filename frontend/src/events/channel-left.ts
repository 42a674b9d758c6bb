import type { Frame } from '../socket/frames';
import { loseChannel } from '../actions/healing';
import { onMyLog } from './log';

export type ChannelLeft = Frame<'ChannelLeft', 'channel.left'>;

export function channelLeft(event: ChannelLeft) {
  onMyLog(event, () => loseChannel(event.channel, event.deleted));
}
