import { w } from '../../words/index.svelte';
import type { Left } from '../../workshop/left';

/** Says what of a document is not shown, or otherwise than it stands there; empty where that is nothing. */
export function leftWords(left: Left[]): string {
  const named = left.filter((one) => one !== 'changes' && one !== 'hidden').map((one) => w.previewLeft[one]);
  return [
    left.includes('changes') && w.previewChanges,
    left.includes('hidden') && w.previewHidden,
    named.length > 0 && w.previewLeftOut(w.listOf(named)),
  ]
    .filter(Boolean)
    .join(' ');
}
