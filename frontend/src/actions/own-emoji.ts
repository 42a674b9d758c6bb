import * as api from '../api/own-emoji';
import { changeOwnEmoji, ownEmojiOf, setOwnEmoji } from '../state/own-emoji.svelte';
import { session } from '../state/session.svelte';
import { uploadPicture } from './pictures';

const asked = new Map<number, Promise<void>>();

/** Fetches the emoji that a workspace has made for itself, anew where they are known already. */
export async function loadOwnEmoji(workspace: number) {
  const { items } = await api.ownEmoji(workspace);
  setOwnEmoji(workspace, items);
}

/** Settles when they are known, or could not be fetched; no workspace (0) has none. */
export async function wantOwnEmoji(workspace: number): Promise<void> {
  if (workspace === 0 || ownEmojiOf(workspace)) return;
  const asking = asked.get(workspace) ?? loadOwnEmoji(workspace).catch(() => {});
  asked.set(workspace, asking);
  await asking;
  asked.delete(workspace);
}

export async function createEmoji(workspace: number, name: string, picture: File) {
  const made = await api.createEmoji(workspace, name, await uploadPicture(picture, session.limits.emoji_bytes));
  changeOwnEmoji(workspace, made.id, made);
}

export async function deleteEmoji(workspace: number, { id, name }: { id: number; name: string }) {
  await api.deleteEmoji(workspace, name);
  changeOwnEmoji(workspace, id);
}
