/** Makes the frame a place to be looked at: papers on the ground of the page behind, and links that lead nowhere. */
export function showFrame(css: string) {
  const style = document.createElement('style');
  style.textContent = `
    html { color-scheme: light; overflow: auto; scrollbar-width: thin; }
    body { margin: 0; background: none; }
    a { cursor: default; }
    ${css}`;
  document.head.append(style);
  for (const kind of ['click', 'auxclick']) addEventListener(kind, stay, true);
}

/** A place in the document is gone to by us; the frame has nowhere else to go. */
function stay(event: Event) {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link) return;
  event.preventDefault();
  const to = link.getAttribute('href') ?? '';
  if (to.length > 1 && to.startsWith('#')) document.getElementById(to.slice(1))?.scrollIntoView();
}
