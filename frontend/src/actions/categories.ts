import * as api from '../api/categories';
import { categoriesOf, setCategories } from '../state/categories.svelte';
import type { Category } from '../api/types';
import { complain } from './complain';

export async function createCategory(workspace: number, name: string) {
  const made = await api.createCategory(workspace, name);
  if (!categoriesOf(workspace).some((one) => one.id === made.id))
    setCategories(workspace, [...categoriesOf(workspace), made]);
}

export async function renameCategory(category: Category, name: string) {
  replace(await api.updateCategory(category.id, { name }));
}

/** Puts a category before another one, or at the end: seen at once, put back when the server refuses. */
export async function moveCategory(category: Category, before: number) {
  const list = categoriesOf(category.workspace);
  const others = list.filter((one) => one.id !== category.id);
  const at = before === 0 ? others.length : others.findIndex((one) => one.id === before);
  setCategories(
    category.workspace,
    [...others.slice(0, at), category, ...others.slice(at)].map((one, position) => ({ ...one, position })),
  );
  try {
    await api.updateCategory(category.id, { before });
  } catch (thrown) {
    setCategories(category.workspace, list);
    complain(thrown, () => moveCategory(category, before));
  }
}

export async function deleteCategory(category: Category) {
  await api.deleteCategory(category.id);
  setCategories(
    category.workspace,
    categoriesOf(category.workspace).filter((one) => one.id !== category.id),
  );
}

function replace(category: Category) {
  setCategories(
    category.workspace,
    categoriesOf(category.workspace).map((one) => (one.id === category.id ? category : one)),
  );
}
