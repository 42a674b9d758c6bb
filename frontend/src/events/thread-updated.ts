import type { Frame } from '../socket/frames';
import { threads } from '../state/threads.svelte';
import { onMyLog } from './log';

export type ThreadUpdated = Frame<'ThreadUpdated', 'thread.updated'>;

export function threadUpdated(event: ThreadUpdated) {
  onMyLog(event, () => threads.take(event.thread));
}
