import type { Frame } from '../socket/frames';
import { patchWorkspace } from '../state/places.svelte';
import { onMyLog } from './log';

export type WorkspaceMembershipUpdated = Frame<'WorkspaceMembershipUpdated', 'workspace.membership.updated'>;

export function workspaceMembershipUpdated(event: WorkspaceMembershipUpdated) {
  onMyLog(event, () => patchWorkspace(event.workspace, { notify: event.notify }));
}
