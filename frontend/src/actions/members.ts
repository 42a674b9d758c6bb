import { members as fetchMembers, removeMember as remove, setRole as changeRole } from '../api/workspaces';
import type { Member, WorkspaceRole } from '../api/types';
import { membersOf } from '../state/members.svelte';
import { myId } from '../state/session.svelte';
import { patchWorkspace } from '../state/places.svelte';
import { complain } from './complain';

/** Loads all pages of a workspace's members. */
export async function loadMembers(workspace: number) {
  const members = membersOf(workspace);
  members.restart();
  try {
    let after: number | undefined;
    do {
      const page = await fetchMembers(workspace, after);
      members.page(page.items);
      after = page.next;
    } while (after !== undefined);
    members.complete();
  } catch {
    members.listing = 'failed';
  }
}

export async function setRole(workspace: number, member: Member, role: WorkspaceRole) {
  const members = membersOf(workspace);
  members.put({ ...member, role });
  try {
    members.put(await changeRole(workspace, member.id, role));
    if (member.id === myId()) patchWorkspace(workspace, { role });
  } catch (thrown) {
    members.put(member);
    complain(thrown, () => setRole(workspace, member, role));
  }
}

export async function removeMember(workspace: number, member: Member) {
  await remove(workspace, member.id);
  membersOf(workspace).remove(member.id);
}
