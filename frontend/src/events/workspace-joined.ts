import type { Frame } from '../socket/frames';
import { receiveChannel } from '../actions/healing';
import { takeWorkspace } from '../state/places.svelte';
import { onMyLog } from './log';

export type WorkspaceJoined = Frame<'WorkspaceJoined', 'workspace.joined'>;

export function workspaceJoined(event: WorkspaceJoined) {
  onMyLog(event, () => {
    takeWorkspace(event.workspace);
    for (const channel of event.channels ?? []) receiveChannel(channel);
  });
}
