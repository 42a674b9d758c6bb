import * as api from '../api/workspaces';
import { patchWorkspace, takeWorkspace } from '../state/places.svelte';
import { route, workspacePath } from '../state/route.svelte';
import { loseWorkspace } from './healing';
import { loadRows } from './invites';

export async function createWorkspace(name: string) {
  const workspace = await api.createWorkspace(name);
  takeWorkspace(workspace);
  await loadRows();
  route.go(workspacePath(workspace.id));
}

export async function updateWorkspace(id: number, patch: api.WorkspacePatch) {
  const { name, description, icon } = await api.updateWorkspace(id, patch);
  patchWorkspace(id, { name, description, icon });
}

export async function leaveWorkspace(id: number) {
  await api.leaveWorkspace(id);
  loseWorkspace(id);
  route.go('/', { replace: true });
}
