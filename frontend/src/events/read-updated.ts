import { takeMark } from '../actions/healing';
import { confirmRead } from '../actions/reading';
import type { Frame } from '../socket/frames';
import { onMyLog } from './log';

export type ReadUpdated = Frame<'ReadUpdated', 'read.updated'>;

export function readUpdated(event: ReadUpdated) {
  const { channel, read_seq, unread, mentions, last_seq } = event;
  confirmRead(channel);
  onMyLog(event, () => takeMark({ channel, read_seq, unread, mentions, last_seq }));
}
