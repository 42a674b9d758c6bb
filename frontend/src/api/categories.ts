import { body, client } from './client';
import type { Category } from './types';

export function createCategory(workspace: number, name: string): Promise<Category> {
  const params = { path: { id: workspace } };
  return body(client.POST('/api/v1/workspaces/{id}/categories', { params, body: { name } }));
}

/** Changes the name, or the place: `before` is the category to stand before, 0 the end. */
export function updateCategory(id: number, patch: { name?: string; before?: number }): Promise<Category> {
  return body(client.PATCH('/api/v1/categories/{id}', { params: { path: { id } }, body: patch }));
}

export function deleteCategory(id: number): Promise<void> {
  return body(client.DELETE('/api/v1/categories/{id}', { params: { path: { id } } }));
}
