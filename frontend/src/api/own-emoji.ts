import { body, client } from './client';
import type { OwnEmoji } from './types';

/** The emoji that a workspace has made for itself. */
export function ownEmoji(workspace: number): Promise<{ items: OwnEmoji[] }> {
  return body(client.GET('/api/v1/workspaces/{id}/emoji', { params: { path: { id: workspace } } }));
}

/** Makes one of a picture that was uploaded. */
export function createEmoji(workspace: number, name: string, file: number): Promise<OwnEmoji> {
  return body(
    client.POST('/api/v1/workspaces/{id}/emoji', { params: { path: { id: workspace } }, body: { name, file } }),
  );
}

export function deleteEmoji(workspace: number, name: string): Promise<void> {
  return body(client.DELETE('/api/v1/workspaces/{id}/emoji/{name}', { params: { path: { id: workspace, name } } }));
}
