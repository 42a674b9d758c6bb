/** The longest ending that is worth keeping in view, with its point. */
const longest = 12;

/** A name in two parts: what may be cut short, and the ending, which says what it is. */
export function partsOf(name: string): { stem: string; ending: string } {
  const point = name.lastIndexOf('.');
  const ending = point > 0 ? name.slice(point) : '';
  if (ending.length < 2 || ending.length > longest || /\s/.test(ending)) return { stem: name, ending: '' };
  return { stem: name.slice(0, point), ending };
}
