import { body, client } from './client';
import type { Channel, ChannelChanges } from './types';

export type ChannelPatch = Partial<Pick<Channel, 'name' | 'topic' | 'everyone'>>;

/** My channels and the open ones that I may join. */
export function browseChannels(workspace: number): Promise<{ items: Channel[]; next?: number }> {
  const params = { path: { id: workspace }, query: { limit: 200 } };
  return body(client.GET('/api/v1/workspaces/{id}/channels', { params }));
}

export function createChannel(workspace: number, form: { name: string; everyone: boolean }): Promise<Channel> {
  const params = { path: { id: workspace } };
  return body(client.POST('/api/v1/workspaces/{id}/channels', { params, body: { ...form, kind: 'text' } }));
}

export function channel(id: number): Promise<Channel> {
  return body(client.GET('/api/v1/channels/{id}', { params: { path: { id } } }));
}

export function updateChannel(id: number, patch: ChannelPatch): Promise<Channel> {
  return body(client.PATCH('/api/v1/channels/{id}', { params: { path: { id } }, body: patch }));
}

export function joinChannel(id: number, me: number): Promise<Channel> {
  return body(client.PUT('/api/v1/channels/{id}/members/{account}', { params: { path: { id, account: me } } }));
}

export function leaveChannel(id: number, me: number): Promise<void> {
  return body(client.DELETE('/api/v1/channels/{id}/members/{account}', { params: { path: { id, account: me } } }));
}

export function channelChanges(id: number, since: number): Promise<ChannelChanges> {
  const params = { path: { id }, query: { since, limit: 200 } };
  return body(client.GET('/api/v1/channels/{id}/changes', { params }));
}
