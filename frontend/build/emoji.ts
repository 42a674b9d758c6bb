import english from 'emoji-picker-element-data/en/iamcal/data.json' with { type: 'json' };
import aliases from 'emoji-picker-element-data/en/emojibase/data.json' with { type: 'json' };
import japanese from 'emoji-picker-element-data/ja/cldr-native/data.json' with { type: 'json' };
import romanised from 'emoji-picker-element-data/ja/cldr/data.json' with { type: 'json' };
import type { Plugin } from 'vite';
import { folded } from '../src/fold.ts';
import { more, readings } from './emoji-words.ts';
import { kanaOf } from './kana.ts';

interface Entry {
  emoji: string;
  group: number;
  version: number;
  shortcodes?: string[];
  annotation: string;
  tags: string[];
  skins?: { emoji: string }[];
}

/** One emoji as src/ui/emoji/emoji.ts reads it: picture, group, version, shortcodes, English and Japanese name, words, skin tones. */
type Row = [string, number, number, string, string, string, string, string];

const complete = new RegExp('^\\p{RGI_Emoji}$', 'v');
const plain = (emoji: string) => emoji.replace(/\ufe0f/g, '');

/** The one spelling that counts (fully qualified, UTS #51); the data asks for a picture where there is nothing else. */
function spelled(emoji: string): string {
  return complete.test(emoji) || !complete.test(plain(emoji)) ? emoji : plain(emoji);
}

const read = new Map(
  readings
    .trim()
    .split(',')
    .map((pair) => pair.trim().split(' ') as [string, string]),
);

/** Emoji with the words that were added to them. */
function added(): Map<string, string[]> {
  const words = new Map<string, string[]>();
  const pictures = new Intl.Segmenter('ja', { granularity: 'grapheme' });
  for (const line of more.trim().split('\n')) {
    const [left = '', right = ''] = line.split(': ');
    for (const { segment } of pictures.segment(right)) {
      words.set(plain(segment), [...(words.get(plain(segment)) ?? []), ...left.split(' ')]);
    }
  }
  return words;
}

/** Everything by which an emoji is found, folded, each once. */
function wordsOf(at: number, extra: Map<string, string[]>): string {
  const [en, ja, roman] = [english[at] as Entry, japanese[at] as Entry, romanised[at] as Entry];
  const romaji = (roman.shortcodes ?? []).map((code) => code.replaceAll('_', ''));
  const words = [
    ...(extra.get(plain(en.emoji)) ?? []),
    ...[ja.annotation, ...ja.tags].flatMap((word) => [word, read.get(word) ?? '']),
    ...romaji.flatMap((word) => [word, kanaOf(word)]),
    ...en.annotation.split(/[\s:,]+/),
    ...en.tags,
  ];
  return [...new Set(words.map((word) => folded(word).replaceAll(' ', '')))].filter(Boolean).join(' ');
}

function rows(): Row[] {
  const extra = added();
  return (english as Entry[]).map((en, at) => {
    const codes = [...new Set([...(en.shortcodes ?? []), ...((aliases[at] as Entry).shortcodes ?? [])])];
    const skins = (en.skins ?? []).map((skin) => spelled(skin.emoji)).join(' ');
    const ja = (japanese[at] as Entry).annotation;
    return [spelled(en.emoji), en.group, en.version, codes.join(' '), en.annotation, ja, wordsOf(at, extra), skins];
  });
}

const name = 'virtual:emoji';

/** Gives the page all emoji with their names and words as one module, made from their data when it is built. */
export function emoji(): Plugin {
  return {
    name: 'emoji',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) =>
      id === `\0${name}` ? `export default JSON.parse(${JSON.stringify(JSON.stringify(rows()))})` : undefined,
  };
}
