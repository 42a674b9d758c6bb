import type { Frame } from '../socket/frames';
import { setCategories } from '../state/categories.svelte';
import { onWorkspaceLog } from './log';

export type CategoriesUpdated = Frame<'CategoriesUpdated', 'categories.updated'>;

export function categoriesUpdated(event: CategoriesUpdated) {
  onWorkspaceLog(event, () => setCategories(event.workspace, event.categories ?? []));
}
