import { SvelteMap } from 'svelte/reactivity';
import type { OwnEmoji } from '../api/types';

/** The emoji that workspaces have made for themselves, of those that were asked for. */
const lists = new SvelteMap<number, OwnEmoji[]>();

export const ownEmojiOf = (workspace: number): OwnEmoji[] | undefined => lists.get(workspace);

export const setOwnEmoji = (workspace: number, list: OwnEmoji[]) => lists.set(workspace, list);

export const forgetOwnEmoji = (workspace: number) => lists.delete(workspace);

/** Takes a new one, or takes one away, where the list is known. */
export function changeOwnEmoji(workspace: number, id: number, added?: OwnEmoji) {
  const list = lists.get(workspace)?.filter((one) => one.id !== id);
  if (list) lists.set(workspace, added ? [...list, added] : list);
}
