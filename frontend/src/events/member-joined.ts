import type { Frame } from '../socket/frames';
import { knownMembers } from '../state/members.svelte';
import { addPeople } from '../state/people.svelte';
import { patchWorkspace, workspaces } from '../state/places.svelte';
import { onWorkspaceLog } from './log';

export type MemberJoined = Frame<'MemberJoined', 'member.joined'>;

export function memberJoined(event: MemberJoined) {
  onWorkspaceLog(event, () => {
    addPeople([event.member]);
    knownMembers(event.workspace)?.put(event.member);
    patchWorkspace(event.workspace, { members: (workspaces.get(event.workspace)?.members ?? 0) + 1 });
  });
}
