import * as api from '../api/channels';
import { allPages } from '../api/pages';
import type { Channel } from '../api/types';
import { channels, dropChannel, formOf, patchChannel } from '../state/places.svelte';
import { channelPath, openChannel, openWorkspace, route, workspacePath } from '../state/route.svelte';
import { myId } from '../state/session.svelte';
import { complain } from './complain';
import { receiveChannel } from './healing';

export async function createChannel(workspace: number, form: api.ChannelForm) {
  const channel = await api.createChannel(workspace, form);
  open(channel);
  return channel;
}

export async function joinChannel(id: number) {
  open(await api.putChannelMember(id, myId()));
}

export function open(channel: Channel) {
  receiveChannel(channel);
  route.go(channelPath(channel));
}

export async function updateChannel(id: number, patch: api.ChannelPatch) {
  receiveChannel(await api.updateChannel(id, patch));
}

/** Puts a channel elsewhere in the list: seen at once, put back when the server refuses. */
export async function moveChannel(id: number, to: { category: number; before: number }) {
  const present = channels.get(id);
  if (!present) return;
  patchChannel(id, { category: to.category, position: positionFor(present, to) });
  try {
    await updateChannel(id, to);
  } catch (thrown) {
    patchChannel(id, formOf(present));
    complain(thrown, () => moveChannel(id, to));
  }
}

/** Somewhere before the neighbour, until the server says where exactly. */
function positionFor(moved: Channel, { category, before }: { category: number; before: number }): number {
  const others = [...channels.values()]
    .filter((one) => one.workspace === moved.workspace && one.category === category && one.id !== moved.id)
    .map((one) => one.position);
  const high = channels.get(before)?.position;
  if (high === undefined) return Math.max(0, ...others) + 1;
  return (high + Math.max(0, ...others.filter((one) => one < high))) / 2;
}

export async function deleteChannel(channel: Channel) {
  await api.deleteChannel(channel.id);
  leave(channel);
}

export async function leaveChannel(channel: Channel) {
  await api.deleteChannelMember(channel.id, myId());
  leave(channel);
}

function leave(channel: Channel) {
  const open = channel.id === openChannel();
  dropChannel(channel.id);
  if (open) route.go(workspacePath(channel.workspace || openWorkspace()), { replace: true });
}

/** Everybody in a channel. */
export const channelPeople = (id: number) => allPages((after) => api.channelMembers(id, after));

/** All channels of a workspace that I am in or may join. */
export const browseChannels = (workspace: number) => allPages((after) => api.browseChannels(workspace, after));

export const addToChannel = (id: number, account: number) => api.putChannelMember(id, account);
export const removeFromChannel = (id: number, account: number) => api.deleteChannelMember(id, account);
