import * as api from '../api/memberships';
import type { Channel, Workspace } from '../api/types';
import { channels, membershipOf, patchChannel, patchWorkspace, type Membership } from '../state/places.svelte';
import { openChannel, openWorkspace, route, workspacePath } from '../state/route.svelte';
import { complain } from './complain';

/** Changes how I have a channel: seen at once, put back when the server refuses. */
async function change(id: number, shown: Partial<Membership>, patch: api.MembershipPatch) {
  const before = channels.get(id);
  if (!before) return;
  patchChannel(id, shown);
  try {
    patchChannel(id, membershipOf(await api.updateMembership(id, patch)));
  } catch (thrown) {
    patchChannel(id, membershipOf(before));
    complain(thrown, () => change(id, shown, patch));
  }
}

export const setMuted = (id: number, muted: boolean) => change(id, { muted }, { muted });

export const setLevel = (id: number, notify: Channel['notify']) => change(id, { notify }, { notify });

export const setFavourite = (id: number, favourite: boolean) =>
  change(id, { favourite: favourite ? positionBefore(id, 0) : 0 }, { favourite });

/** Puts a favourite before another one, or at the end (0). */
export const moveFavourite = (id: number, before: number) =>
  change(id, { favourite: positionBefore(id, before) }, { before });

/** Leaves a direct channel out of the list until somebody writes. */
export async function hideChannel(channel: Channel) {
  if (channel.id === openChannel()) route.go(workspacePath(openWorkspace()), { replace: true });
  await change(channel.id, { hidden_seq: channel.last_stream_seq || -1 }, { hidden: true });
}

/** Somewhere before the neighbour, until the server says where exactly. */
function positionBefore(id: number, before: number): number {
  const others = [...channels.values()].filter((one) => one.id !== id && one.favourite).map((one) => one.favourite);
  const high = channels.get(before)?.favourite;
  if (!high) return Math.max(0, ...others) + 1;
  return (high + Math.max(0, ...others.filter((one) => one < high))) / 2;
}

/** What I am told of the channels of a workspace that have no level of their own. */
export async function setWorkspaceLevel(workspace: Workspace, notify: Workspace['notify']) {
  patchWorkspace(workspace.id, { notify });
  try {
    await api.updateWorkspaceMembership(workspace.id, notify);
  } catch (thrown) {
    patchWorkspace(workspace.id, { notify: workspace.notify });
    complain(thrown, () => setWorkspaceLevel(workspace, notify));
  }
}
