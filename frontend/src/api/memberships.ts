import { body, client } from './client';
import type { Channel, Workspace } from './types';

/** What may be changed of how I have a channel: `before` is the favourite to stand before, 0 the end. */
export interface MembershipPatch {
  notify?: Channel['notify'];
  muted?: boolean;
  favourite?: boolean;
  before?: number;
  hidden?: boolean;
}

export function updateMembership(channel: number, patch: MembershipPatch): Promise<Channel> {
  const params = { path: { id: channel } };
  return body(client.PATCH('/api/v1/channels/{id}/membership', { params, body: patch }));
}

export function updateWorkspaceMembership(workspace: number, notify: Workspace['notify']): Promise<Workspace> {
  const params = { path: { id: workspace } };
  return body(client.PATCH('/api/v1/workspaces/{id}/membership', { params, body: { notify } }));
}
