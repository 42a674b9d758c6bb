import type { Frame } from '../socket/frames';
import { drafts } from '../state/drafts.svelte';
import { onMyLog } from './log';

export type DraftUpdated = Frame<'DraftUpdated', 'draft.updated'>;

export function draftUpdated(event: DraftUpdated) {
  onMyLog(event, () => drafts.take(event.draft));
}
