import { foldedSections } from '../state/places.svelte';
import { complain } from './complain';
import { changeMe } from './session';

/** Folds a section of the channel list, or unfolds it, in all my tabs. */
export function foldSection(key: string, folded: boolean) {
  const others = foldedSections().filter((one) => one !== key);
  const collapsed = (folded ? [...others, key] : others).join(' ');
  changeMe({ collapsed }).catch((thrown) => complain(thrown, () => foldSection(key, folded)));
}
