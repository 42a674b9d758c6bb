import type { Frame } from '../socket/frames';
import { patchWorkspace } from '../state/places.svelte';
import { onWorkspaceLog } from './log';

export type WorkspaceUpdated = Frame<'WorkspaceUpdated', 'workspace.updated'>;

export function workspaceUpdated(event: WorkspaceUpdated) {
  const { workspace, name, description, icon, seen_by, file_links, picture } = event;
  onWorkspaceLog(event, () => patchWorkspace(workspace, { name, description, icon, seen_by, file_links, picture }));
}
