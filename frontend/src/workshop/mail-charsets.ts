/** The charsets that mail is written in here, the commonest first, by the names that the server gives them, and how mails spell those. */
export const mailCharsets: [name: string, spelled: RegExp][] = [
  ['UTF-8', /^utf-?8$/],
  ['ISO-2022-JP', /2022-?jp|5022\d/],
  ['Shift_JIS', /^(x-?)?(shift[-_]?jis|sjis|ms[-_]?kanji)|(?<!51)932|31j/],
  ['EUC-JP', /euc[-_]?jp|51932/],
  ['windows-1252', /^(iso-?8859-?1|latin1|windows-1252)$/],
];
