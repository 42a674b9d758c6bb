/** What was typed with full-width letters or digits, as half-width ones: codes, usernames, numbers. */
export const halfWidth = (text: string): string => text.normalize('NFKC').trim();

/** Text as it is compared when somebody looks for something: case, width and the two kana do not matter. */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .trim();
