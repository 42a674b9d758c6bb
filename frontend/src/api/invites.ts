import { body, client } from './client';
import type { Invite, InvitePreview, Person, Workspace } from './types';

export type InviteForm = { max_uses?: number; expires_in_minutes?: number };

export function invites(workspace: number): Promise<{ items: Invite[]; people: Person[] }> {
  return body(client.GET('/api/v1/workspaces/{id}/invites', { params: { path: { id: workspace } } }));
}

export function createInvite(workspace: number, form: InviteForm): Promise<Invite> {
  return body(client.POST('/api/v1/workspaces/{id}/invites', { params: { path: { id: workspace } }, body: form }));
}

export function revokeInvite(id: number): Promise<void> {
  return body(client.DELETE('/api/v1/invites/{id}', { params: { path: { id } } }));
}

export function previewInvite(code: string): Promise<InvitePreview> {
  return body(client.GET('/api/v1/invites/{code}', { params: { path: { code } } }));
}

export function acceptInvite(code: string): Promise<{ workspace: Workspace }> {
  return body(client.POST('/api/v1/invites/{code}/accept', { params: { path: { code } } }));
}
