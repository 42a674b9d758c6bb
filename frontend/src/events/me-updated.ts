import type { Frame } from '../socket/frames';
import { showLook } from '../actions/look';
import { addPeople } from '../state/people.svelte';
import { session } from '../state/session.svelte';
import { onMyLog } from './log';

export type MeUpdated = Frame<'MeUpdated', 'me.updated'>;

export function meUpdated(event: MeUpdated) {
  onMyLog(event, () => {
    session.me = event.me;
    addPeople([event.me]);
    showLook();
  });
}
