import type { Frame } from '../socket/frames';
import { receiveChannel } from '../actions/healing';
import { setCategories } from '../state/categories.svelte';
import { takeWorkspace } from '../state/places.svelte';
import { onMyLog } from './log';

export type WorkspaceJoined = Frame<'WorkspaceJoined', 'workspace.joined'>;

export function workspaceJoined(event: WorkspaceJoined) {
  onMyLog(event, () => {
    takeWorkspace(event.workspace);
    setCategories(event.workspace.id, event.categories ?? []);
    for (const channel of event.channels ?? []) receiveChannel(channel);
  });
}
