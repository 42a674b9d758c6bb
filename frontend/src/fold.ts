/** What was typed with full-width letters or digits, as half-width ones: codes, usernames, numbers. */
export const halfWidth = (text: string): string => text.normalize('NFKC').trim();

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

/** Text as it is compared when somebody looks for something: case, width and the two kana do not matter. */
export const folded = (text: string): string => fold(text).trim();

/** A part of a text, and whether it is what somebody looked for. */
export interface Part {
  text: string;
  found: boolean;
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A text with the first place of what was looked for, which may have other letters and another length: ｶﾞ is found by が. */
export function findIn(text: string, looked: string): Part[] {
  const wanted = folded(looked);
  const pieces = [...letters.segment(text)].map(({ segment }) => segment);
  const at = wanted ? pieces.map(fold).join('').indexOf(wanted) : -1;
  if (at < 0) return [{ text, found: false }];
  let [length, before, inside] = [0, 0, 0];
  for (const piece of pieces) {
    if (length < at) before += piece.length;
    else if (length < at + wanted.length) inside += piece.length;
    length += fold(piece).length;
  }
  const parts = [text.slice(0, before), text.slice(before, before + inside), text.slice(before + inside)];
  return parts.map((part, i) => ({ text: part, found: i === 1 })).filter((part) => part.text);
}
