import type { Frame } from '../socket/frames';
import { patchWorkspace } from '../state/places.svelte';
import { onWorkspaceLog } from './log';

export type WorkspaceUpdated = Frame<'WorkspaceUpdated', 'workspace.updated'>;

export function workspaceUpdated(event: WorkspaceUpdated) {
  const { name, description, icon, seen_by } = event;
  onWorkspaceLog(event, () => patchWorkspace(event.workspace, { name, description, icon, seen_by }));
}
