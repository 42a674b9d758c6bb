import { loseWorkspace } from '../actions/healing';
import type { Frame } from '../socket/frames';
import { onMyLog } from './log';

export type WorkspaceLeft = Frame<'WorkspaceLeft', 'workspace.left'>;

export function workspaceLeft(event: WorkspaceLeft) {
  onMyLog(event, () => loseWorkspace(event.workspace, event.deleted));
}
