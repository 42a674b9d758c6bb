import { typesOnGlass } from '../../glass';

/** Remembers what has the focus; the function gives it back to that, once what is opened over it is closed. */
export function focusLater(): () => void {
  const [opener, place] = [document.activeElement, location.pathname];
  return () => setTimeout(() => focusAgain(opener, place));
}

/** Back to what opened a dialog; where it led elsewhere, or that is gone, to the dialog beneath it or to the composer. */
function focusAgain(opener: Element | null, place: string) {
  if (document.activeElement !== document.body) return;
  const beneath = [...document.querySelectorAll('dialog[open]')].at(-1);
  if (beneath && !opener?.isConnected) {
    beneath.querySelector<HTMLElement>('[data-autofocus], button')?.focus();
    return;
  }
  const composer = document.querySelector<HTMLElement>('[data-composer]');
  const back = opener !== document.body && opener?.isConnected && location.pathname === place ? opener : composer;
  if (back !== composer || !typesOnGlass()) (back as HTMLElement | null)?.focus();
}
