import type { Frame } from '../socket/frames';
import { dropWorkspace } from '../state/places.svelte';
import { onMyLog } from './log';

export type WorkspaceLeft = Frame<'WorkspaceLeft', 'workspace.left'>;

export function workspaceLeft(event: WorkspaceLeft) {
  onMyLog(event, () => dropWorkspace(event.workspace));
}
