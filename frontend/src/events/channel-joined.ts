import type { Frame } from '../socket/frames';
import { receiveChannel } from '../actions/healing';
import { onMyLog } from './log';

export type ChannelJoined = Frame<'ChannelJoined', 'channel.joined'>;

export function channelJoined(event: ChannelJoined) {
  onMyLog(event, () => receiveChannel(event.channel));
}
