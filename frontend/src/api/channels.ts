import { body, client } from './client';
import type { Channel, ChannelChanges, Person } from './types';

/** What may be changed of a channel: `before` is the channel of the category to stand before, 0 the end. */
export type ChannelPatch = Partial<
  Pick<Channel, 'name' | 'topic' | 'private' | 'everyone' | 'history' | 'category' | 'posting' | 'pinning'> & {
    archived: boolean;
    before: number;
  }
>;

export type ChannelForm = Pick<Channel, 'name' | 'private' | 'everyone' | 'history' | 'category'> & {
  kind: 'text' | 'announcement';
};

/** My channels and the open ones that I may join, a page of them. */
export function browseChannels(workspace: number, after?: number): Promise<{ items: Channel[]; next?: number }> {
  const params = { path: { id: workspace }, query: { after, limit: 200 } };
  return body(client.GET('/api/v1/workspaces/{id}/channels', { params }));
}

export function createChannel(workspace: number, form: ChannelForm): Promise<Channel> {
  const params = { path: { id: workspace } };
  return body(client.POST('/api/v1/workspaces/{id}/channels', { params, body: form }));
}

export function channel(id: number): Promise<Channel> {
  return body(client.GET('/api/v1/channels/{id}', { params: { path: { id } } }));
}

export function updateChannel(id: number, patch: ChannelPatch): Promise<Channel> {
  return body(client.PATCH('/api/v1/channels/{id}', { params: { path: { id } }, body: patch }));
}

export function deleteChannel(id: number): Promise<void> {
  return body(client.DELETE('/api/v1/channels/{id}', { params: { path: { id } } }));
}

export function channelMembers(id: number, after?: number): Promise<{ items: Person[]; next?: number }> {
  const params = { path: { id }, query: { after, limit: 200 } };
  return body(client.GET('/api/v1/channels/{id}/members', { params }));
}

/** Joins a channel myself, or adds somebody. */
export function putChannelMember(id: number, account: number): Promise<Channel> {
  return body(client.PUT('/api/v1/channels/{id}/members/{account}', { params: { path: { id, account } } }));
}

/** Leaves a channel myself, or takes somebody out. */
export function deleteChannelMember(id: number, account: number): Promise<void> {
  return body(client.DELETE('/api/v1/channels/{id}/members/{account}', { params: { path: { id, account } } }));
}

export function channelChanges(id: number, since: number): Promise<ChannelChanges> {
  const params = { path: { id }, query: { since, limit: 200 } };
  return body(client.GET('/api/v1/channels/{id}/changes', { params }));
}
