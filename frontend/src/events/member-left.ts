import type { Frame } from '../socket/frames';
import { knownMembers } from '../state/members.svelte';
import { addPeople } from '../state/people.svelte';
import { patchWorkspace, workspaces } from '../state/places.svelte';
import { onWorkspaceLog } from './log';

export type MemberLeft = Frame<'MemberLeft', 'member.left'>;

export function memberLeft(event: MemberLeft) {
  onWorkspaceLog(event, () => {
    knownMembers(event.workspace)?.remove(event.account);
    if (event.deleted) addPeople([{ id: event.account, name: '', username: '' }]);
    patchWorkspace(event.workspace, { members: Math.max(0, (workspaces.get(event.workspace)?.members ?? 1) - 1) });
  });
}
