import { body, client } from './client';
import type { FileLinkList, NewFileLink } from './types';

export interface FileLinkForm {
  expires_in_minutes: number;
  max_downloads?: number;
}

/** Makes a link by which people without an account download a file. */
export function createFileLink(file: number, form: FileLinkForm): Promise<NewFileLink> {
  return body(client.POST('/api/v1/files/{id}/links', { params: { path: { id: file } }, body: form }));
}

/** Those to a file that I may revoke, the newest first, or those older than one. */
export function fileLinks(file: number, before?: number): Promise<FileLinkList> {
  return body(client.GET('/api/v1/files/{id}/links', { params: { path: { id: file }, query: { before } } }));
}

/** Those to all files of a workspace that I may revoke. */
export function workspaceLinks(workspace: number, before?: number): Promise<FileLinkList> {
  return body(client.GET('/api/v1/workspaces/{id}/links', { params: { path: { id: workspace }, query: { before } } }));
}

export function revokeFileLink(id: number): Promise<void> {
  return body(client.DELETE('/api/v1/links/{id}', { params: { path: { id } } }));
}
