import rows from 'virtual:emoji';
import { folded } from '../../fold';
import type { Language } from '../../words/index.svelte';
import type { OwnEmoji } from '../../api/types';
import { newestShown } from './font-version';

/** One emoji; this module brings all their data along and is imported only where somebody looks for one. */
export interface Emoji {
  picture: string;
  /** -1: the workspace's own. */
  group: number;
  /** What stands between colons for it, the usual one first. */
  shortcodes: string[];
  names: Record<Language, string>;
  /** Everything it is found by, folded, between blanks. */
  words: string;
  /** The same with the five tones of skin; empty where it has none. */
  tones: string[];
  /** The picture of a workspace's own. */
  own?: number;
}

/** The groups of Unicode's order that people choose from; the one left out holds parts of others. */
export const groups = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;
export type Group = (typeof groups)[number];

const shownHere = newestShown(rows);

export const all: Emoji[] = rows
  .filter(([, group, version]) => group !== 2 && version <= shownHere)
  .map(([picture, group, , codes, en, ja, words, tones]) => ({
    picture,
    group,
    shortcodes: codes.split(' '),
    names: { en, ja },
    words: ` ${words} `,
    tones: tones ? tones.split(' ') : [],
  }));

/** A workspace's own emoji beside the others; what is picked of it is its name between colons. */
export function asEmoji({ id, name }: OwnEmoji): Emoji {
  const names = { en: name, ja: name };
  return { picture: `:${name}:`, group: -1, shortcodes: [name], names, words: ` ${folded(name)} `, tones: [], own: id };
}

const byPicture = new Map(all.flatMap((one) => [one.picture, ...one.tones].map((picture) => [picture, one])));

export const emojiOf = (picture: string): Emoji | undefined => byPicture.get(picture);

/** An emoji in a tone of skin, 1 to 5; 0 is none. */
export const inTone = (emoji: Emoji, tone: number): string => emoji.tones[tone - 1] ?? emoji.picture;

const noMatch = 9;

/** How well one typed word fits, best first. */
function rank(emoji: Emoji, word: string): number {
  if (emoji.shortcodes.includes(word)) return 0;
  if (emoji.words.includes(` ${word} `)) return 1;
  if (emoji.shortcodes.some((code) => code.startsWith(word))) return 2;
  if (emoji.words.includes(` ${word}`)) return 3;
  return emoji.words.includes(word) || emoji.shortcodes.some((code) => code.includes(word)) ? 4 : noMatch;
}

/** The emoji that every word that was typed fits, best first; a workspace's own before others that fit as well. */
export function search(typed: string, limit = all.length, own: Emoji[] = []): Emoji[] {
  const words = folded(typed).replaceAll(':', '').split(/\s+/).filter(Boolean);
  const found: [Emoji, number][] = [];
  for (const emoji of [...own, ...all]) {
    const ranks = words.map((word) => rank(emoji, word));
    if (!ranks.includes(noMatch)) found.push([emoji, Math.max(...ranks)]);
  }
  return found
    .sort((a, b) => a[1] - b[1])
    .slice(0, limit)
    .map(([emoji]) => emoji);
}
