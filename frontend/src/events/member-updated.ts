import type { Frame } from '../socket/frames';
import { knownMembers } from '../state/members.svelte';
import { addPeople } from '../state/people.svelte';
import { onWorkspaceLog } from './log';

export type MemberUpdated = Frame<'MemberUpdated', 'member.updated'>;

export function memberUpdated(event: MemberUpdated) {
  onWorkspaceLog(event, () => {
    addPeople([event.member]);
    knownMembers(event.workspace)?.put(event.member);
  });
}
