import { w } from '../../words/index.svelte';
import type { Left } from '../../workshop/left';

/** Says what of a document is not shown, or otherwise than it stands there; empty where that is nothing. */
export function leftWords(left: Left[]): string {
  const otherwise = { changes: w.previewChanges, hidden: w.previewHidden, unhidden: w.previewUnhidden };
  const named = left.flatMap((one) => (one in w.previewLeft ? w.previewLeft[one as keyof typeof w.previewLeft] : []));
  return [
    ...Object.entries(otherwise).map(([one, said]) => left.includes(one as Left) && said),
    named.length > 0 && w.previewLeftOut(w.listOf(named)),
  ]
    .filter(Boolean)
    .join(' ');
}
