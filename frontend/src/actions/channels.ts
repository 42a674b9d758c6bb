import * as api from '../api/channels';
import type { Channel } from '../api/types';
import { dropChannel } from '../state/places.svelte';
import { channelPath, route, workspacePath } from '../state/route.svelte';
import { myId } from '../state/session.svelte';
import { receiveChannel } from './healing';

export { browseChannels } from '../api/channels';

export async function createChannel(workspace: number, form: { name: string; everyone: boolean }) {
  open(await api.createChannel(workspace, form));
}

export async function joinChannel(id: number) {
  open(await api.joinChannel(id, myId()));
}

function open(channel: Channel) {
  receiveChannel(channel);
  route.go(channelPath(channel));
}

export async function updateChannel(id: number, patch: api.ChannelPatch) {
  receiveChannel(await api.updateChannel(id, patch));
}

export async function leaveChannel(channel: Channel) {
  await api.leaveChannel(channel.id, myId());
  dropChannel(channel.id);
  route.go(workspacePath(channel.workspace), { replace: true });
}
