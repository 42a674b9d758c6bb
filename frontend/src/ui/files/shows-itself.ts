import { foundFor } from '../../state/marked.svelte';
import { sought, type SoughtFile } from '../../state/sought.svelte';

/** What a reader does who goes somewhere else. */
const leaving = ['wheel', 'pointerdown', 'touchstart', 'keydown'];

/**
 * Brings a file that is looked for into the middle, where it stands out for a moment. It is held there meanwhile: the list is
 * still finding its message, and what stands above it may be growing.
 */
export function showsItself(at: SoughtFile) {
  return (node: HTMLElement) => {
    if (!sought.is(at)) return;
    let frame = 0;
    const centre = () => {
      node.scrollIntoView({ block: 'center' });
      frame = requestAnimationFrame(centre);
    };
    const leave = () => cancelAnimationFrame(frame);
    node.dataset.sought = '';
    sought.forgetIn(foundFor);
    centre();
    for (const type of leaving) addEventListener(type, leave, { capture: true, passive: true });
    return () => {
      leave();
      delete node.dataset.sought;
      for (const type of leaving) removeEventListener(type, leave, { capture: true });
    };
  };
}
