import type { Frame } from '../socket/frames';
import { knownMembers } from '../state/members.svelte';
import { patchWorkspace } from '../state/places.svelte';
import { myId } from '../state/session.svelte';
import { onWorkspaceLog } from './log';

export type RoleChanged = Frame<'RoleChanged', 'role.changed'>;

export function roleChanged(event: RoleChanged) {
  onWorkspaceLog(event, () => {
    const members = knownMembers(event.workspace);
    const member = members?.list.get(event.account);
    if (member) members?.put({ ...member, role: event.role });
    if (event.account === myId()) patchWorkspace(event.workspace, { role: event.role });
  });
}
