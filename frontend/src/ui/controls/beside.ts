const margin = 8;

/**
 * Puts something that floats below what it belongs to where it fits, else above it, never outside the window. Above, its
 * lower edge is held: what comes late makes it grow upwards.
 */
export function placeBeside(floating: HTMLElement, beside: Element) {
  const [from, size] = [beside.getBoundingClientRect(), floating.getBoundingClientRect()];
  const below = from.bottom + 4 + size.height <= innerHeight - margin;
  const left = Math.min(from.left, innerWidth - size.width - margin);
  floating.style.left = `${Math.max(margin, left)}px`;
  const above = Math.min(innerHeight - from.top + 4, innerHeight - margin - size.height);
  floating.style.top = below ? `${from.bottom + 4}px` : 'auto';
  floating.style.bottom = below ? 'auto' : `${Math.max(margin, above)}px`;
}
