import { body, client } from './client';
import type { InvitationList, Member, Workspace, WorkspaceChanges, WorkspaceRole } from './types';

export type WorkspacePatch = Partial<
  Pick<Workspace, 'name' | 'description' | 'icon' | 'seen_by' | 'file_links' | 'picture'>
>;

export function createWorkspace(name: string): Promise<Workspace> {
  return body(client.POST('/api/v1/workspaces', { body: { name } }));
}

export function updateWorkspace(id: number, patch: WorkspacePatch): Promise<Workspace> {
  return body(client.PATCH('/api/v1/workspaces/{id}', { params: { path: { id } }, body: patch }));
}

export function deleteWorkspace(id: number): Promise<void> {
  return body(client.DELETE('/api/v1/workspaces/{id}', { params: { path: { id } } }));
}

export function leaveWorkspace(id: number): Promise<void> {
  return body(client.DELETE('/api/v1/workspaces/{id}/membership', { params: { path: { id } } }));
}

export function workspaceChanges(id: number, since: number): Promise<WorkspaceChanges> {
  return body(client.GET('/api/v1/workspaces/{id}/changes', { params: { path: { id }, query: { since } } }));
}

export function members(id: number, after?: number): Promise<{ items: Member[]; next?: number }> {
  const query = { after, limit: 200 };
  return body(client.GET('/api/v1/workspaces/{id}/members', { params: { path: { id }, query } }));
}

/** By whose invite the members came, a page of them. */
export function invitations(id: number, after?: number): Promise<InvitationList> {
  const query = { after, limit: 200 };
  return body(client.GET('/api/v1/workspaces/{id}/invitations', { params: { path: { id }, query } }));
}

export function setRole(id: number, account: number, role: WorkspaceRole): Promise<Member> {
  const params = { path: { id, account } };
  return body(client.PATCH('/api/v1/workspaces/{id}/members/{account}', { params, body: { role } }));
}

export function removeMember(id: number, account: number): Promise<void> {
  return body(client.DELETE('/api/v1/workspaces/{id}/members/{account}', { params: { path: { id, account } } }));
}
