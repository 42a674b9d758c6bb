import type { Me } from '../api/types';
import { addPeople } from '../state/people.svelte';
import { session } from '../state/session.svelte';
import { showLook } from './look';

/** Takes my account as the server has it, unless a newer state is known. */
export function takeMe(me: Me) {
  if (session.me && me.rev < session.me.rev) return;
  session.me = me;
  addPeople([me]);
  showLook();
}
