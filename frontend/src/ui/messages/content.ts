/** Only these leave the app through a link in a message. */
const allowed = new Set(['http:', 'https:', 'mailto:']);

/** Completes the stored, neutral elements of a message: addresses of links, names of task boxes. */
export function fillContent(html: string | undefined) {
  return (node: HTMLElement) => {
    if (!html) return;
    for (const box of node.querySelectorAll('input[type="checkbox"]')) {
      box.setAttribute('aria-label', box.closest('li')?.textContent?.trim().slice(0, 100) ?? '');
    }
    for (const link of node.querySelectorAll<HTMLAnchorElement>('a[data-link]')) {
      const address = URL.canParse(link.dataset.link!) ? new URL(link.dataset.link!) : null;
      if (!address || !allowed.has(address.protocol)) continue;
      link.href = address.href;
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
    }
  };
}
