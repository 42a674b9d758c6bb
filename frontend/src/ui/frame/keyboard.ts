/** A keyboard on glass takes at least this much of the window, in px; less is a bar of the browser. */
const keyboard = 120;

/**
 * Keeps the page above the keyboard where the browser only lays the keyboard over it (Safari on iPhone and iPad);
 * others shrink the page themselves.
 */
export function followKeyboard(view: VisualViewport | null) {
  if (!view) return;
  const fit = () => {
    const covered = window.innerHeight - view.height;
    const open = view.scale === 1 && covered > keyboard;
    document.body.style.height = open ? `${view.height}px` : '';
    if (open) window.scrollTo(0, 0);
  };
  view.addEventListener('resize', fit);
}
