import type { Frame } from '../socket/frames';
import { changeOwnEmoji } from '../state/own-emoji.svelte';
import { onWorkspaceLog } from './log';

export type EmojiDeleted = Frame<'EmojiDeleted', 'emoji.deleted'>;

export function emojiDeleted(event: EmojiDeleted) {
  onWorkspaceLog(event, () => changeOwnEmoji(event.workspace, event.id));
}
