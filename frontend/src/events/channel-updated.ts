import type { Frame } from '../socket/frames';
import { describeChannel } from '../actions/healing';
import { onChannelLog } from './log';

export type ChannelUpdated = Frame<'ChannelUpdated', 'channel.updated'>;

export function channelUpdated(event: ChannelUpdated) {
  onChannelLog(event, () => describeChannel(event.channel, event));
}
