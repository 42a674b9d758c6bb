import { SvelteMap } from 'svelte/reactivity';
import type { Category, Channel } from '../api/types';

/** The categories of each workspace, in their order. */
const byWorkspace = new SvelteMap<number, Category[]>();

const inOrder = (a: { position: number; id: number }, b: { position: number; id: number }) =>
  a.position - b.position || a.id - b.id;

export const categoriesOf = (workspace: number): Category[] => byWorkspace.get(workspace) ?? [];

export function setCategories(workspace: number, list: Category[]) {
  byWorkspace.set(workspace, list.toSorted(inOrder));
}

/** Takes the categories of all my workspaces. */
export function setAllCategories(list: Category[] = []) {
  byWorkspace.clear();
  for (const { workspace } of list) {
    if (!byWorkspace.has(workspace))
      setCategories(
        workspace,
        list.filter((one) => one.workspace === workspace),
      );
  }
}

export const forgetCategoriesOf = (workspace: number) => byWorkspace.delete(workspace);

/** A part of the channel list: a category, the channels in none, my favourites, direct messages. */
export interface Section {
  /** How it is called in me.collapsed. */
  key: string;
  category: Category | null;
  channels: Channel[];
}

/** Channels of a workspace as its list shows them. One whose category is gone stands at the beginning. */
export function sections(workspace: number, channels: Channel[]): Section[] {
  const categories = categoriesOf(workspace);
  const known = new Set(categories.map((category) => category.id));
  const inside = (id: number) =>
    channels.filter((one) => (known.has(one.category) ? one.category : 0) === id).sort(inOrder);
  return [
    { key: 'channels', category: null, channels: inside(0) },
    ...categories.map((category) => ({ key: `${category.id}`, category, channels: inside(category.id) })),
  ];
}
