import { folded } from '../fold';

/** Scripts that part their words: in them a keyword is a whole word, in all others it may stand anywhere. */
const parted = '[\\p{sc=Latin}\\p{sc=Greek}\\p{sc=Cyrillic}\\p{M}\\p{N}_]';
const begins = new RegExp(`^${parted}`, 'u');
const ends = new RegExp(`${parted}$`, 'u');

/** The words that somebody wants to be told of, one a line; case, width and the two kana do not matter. */
export class Keywords {
  private readonly pattern: RegExp | null;

  constructor(lines: string) {
    const words = lines
      .split('\n')
      .map((line) => folded(line))
      .filter(Boolean)
      .map(
        (word) =>
          `${begins.test(word) ? `(?<!${parted})` : ''}${escaped(word)}${ends.test(word) ? `(?!${parted})` : ''}`,
      );
    this.pattern = words.length > 0 ? new RegExp(words.join('|'), 'u') : null;
  }

  in(text: string): boolean {
    return this.pattern?.test(folded(text)) ?? false;
  }
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
