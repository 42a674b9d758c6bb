import { SvelteSet } from 'svelte/reactivity';
import { keepPreviewWidth, previewWidth } from './memory';

/** Which files are shown in place, and how wide; both outlive the rows of the list. */
class Previewing {
  readonly open = new SvelteSet<number>();
  /** In px. */
  width = $state(previewWidth());

  toggle(file: number) {
    if (!this.open.delete(file)) this.open.add(file);
  }

  widen(width: number) {
    this.width = Math.round(Math.min(1600, Math.max(280, width)));
    keepPreviewWidth(this.width);
  }
}

export const previewing = new Previewing();
