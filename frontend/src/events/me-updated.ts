import { takeMe } from '../actions/me';
import type { Frame } from '../socket/frames';
import { onMyLog } from './log';

export type MeUpdated = Frame<'MeUpdated', 'me.updated'>;

export function meUpdated(event: MeUpdated) {
  onMyLog(event, () => takeMe(event.me));
}
