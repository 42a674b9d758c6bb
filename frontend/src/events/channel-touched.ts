import type { Frame } from '../socket/frames';
import { onChannelLog } from './log';

export type ChannelTouched = Frame<'ChannelTouched', 'channel.touched'>;

/** Something changed that I may not see: only the number moves on. */
export function channelTouched(event: ChannelTouched) {
  onChannelLog(event, () => {});
}
