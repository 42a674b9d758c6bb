// prettier-ignore
/** The syllables of Hepburn's spelling that are not a consonant and a vowel of the tables below. */
const special: Record<string, string> = {
  shi: 'し', chi: 'ち', tsu: 'つ', fu: 'ふ', ji: 'じ', n: 'ん',
  sha: 'しゃ', shu: 'しゅ', sho: 'しょ', cha: 'ちゃ', chu: 'ちゅ', cho: 'ちょ', ja: 'じゃ', ju: 'じゅ', jo: 'じょ',
};

// prettier-ignore
const rows: Record<string, string> = {
  '': 'あいうえお', k: 'かきくけこ', g: 'がぎぐげご', s: 'さしすせそ', z: 'ざじずぜぞ', t: 'たちつてと', d: 'だぢづでど',
  n: 'なにぬねの', h: 'はひふへほ', b: 'ばびぶべぼ', p: 'ぱぴぷぺぽ', m: 'まみむめも', r: 'らりるれろ',
};

const small: Record<string, string> = { a: 'ゃ', u: 'ゅ', o: 'ょ' };

function syllables(): Map<string, string> {
  const all = new Map(Object.entries(special));
  for (const [consonant, kana] of Object.entries(rows)) {
    [...'aiueo'].forEach((vowel, i) => all.set(consonant + vowel, all.get(consonant + vowel) ?? kana[i]!));
    if (consonant) for (const vowel of 'auo') all.set(`${consonant}y${vowel}`, kana[1]! + small[vowel]!);
  }
  for (const [sound, kana] of Object.entries({ ya: 'や', yu: 'ゆ', yo: 'よ', wa: 'わ', wo: 'を' }))
    all.set(sound, kana);
  return all;
}

const table = syllables();

/** Hepburn's romanisation as hiragana; what is none comes back as it is, long vowels stay short. */
export function kanaOf(text: string): string {
  let kana = '';
  for (let at = 0; at < text.length;) {
    const doubled = /^(?![aiueon])([a-z])\1|^tch|^m[bmp]/.test(text.slice(at));
    if (doubled) {
      kana += text[at] === 'm' ? 'ん' : 'っ';
      at++;
      continue;
    }
    const length = [3, 2, 1].find((size) => table.has(text.slice(at, at + size)) && at + size <= text.length) ?? 0;
    kana += length ? table.get(text.slice(at, at + length)) : text[at];
    at += length || 1;
  }
  return kana;
}
