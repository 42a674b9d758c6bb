import type { Frame } from '../socket/frames';
import { changeOwnEmoji } from '../state/own-emoji.svelte';
import { onWorkspaceLog } from './log';

export type EmojiCreated = Frame<'EmojiCreated', 'emoji.created'>;

export function emojiCreated(event: EmojiCreated) {
  onWorkspaceLog(event, () => changeOwnEmoji(event.workspace, event.emoji.id, event.emoji));
}
