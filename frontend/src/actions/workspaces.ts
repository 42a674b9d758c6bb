import * as api from '../api/workspaces';
import { allPages } from '../api/pages';
import { addPeople } from '../state/people.svelte';
import { patchWorkspace, takeWorkspace } from '../state/places.svelte';
import { route, workspacePath } from '../state/route.svelte';
import { myId } from '../state/session.svelte';
import { loseWorkspace } from './healing';
import { loadRows } from './invites';

export async function createWorkspace(name: string) {
  const workspace = await api.createWorkspace(name);
  takeWorkspace(workspace);
  await loadRows();
  route.go(workspacePath(workspace.id));
}

export async function updateWorkspace(id: number, patch: api.WorkspacePatch) {
  const { name, description, icon, seen_by, file_links, picture } = await api.updateWorkspace(id, patch);
  patchWorkspace(id, { name, description, icon, seen_by, file_links, picture });
}

export async function deleteWorkspace(id: number) {
  await api.deleteWorkspace(id);
  loseWorkspace(id);
  route.go('/', { replace: true });
}

/** Makes somebody else the owner and steps back to admin. */
export async function handOverWorkspace(id: number, to: number) {
  await api.setRole(id, to, 'owner');
  await api.setRole(id, myId(), 'admin');
  patchWorkspace(id, { role: 'admin' });
}

/** By whose invite everybody came. */
export const invitationsOf = (id: number) =>
  allPages(async (after) => {
    const page = await api.invitations(id, after);
    addPeople(page.people);
    return page;
  });

export async function leaveWorkspace(id: number) {
  await api.leaveWorkspace(id);
  loseWorkspace(id);
  route.go('/', { replace: true });
}
