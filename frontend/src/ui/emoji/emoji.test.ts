import { describe, expect, it } from 'vitest';
import { all, asEmoji, emojiOf, inTone, search } from './emoji';

const pictures = (typed: string) => search(typed, 12).map((one) => one.picture);

describe('an emoji', () => {
  it.each([
    ['猫', '🐱'],
    ['ねこ', '🐱'],
    ['ネコ', '🐈'],
    ['ﾈｺ', '🐈'],
    ['neko', '🐱'],
    ['cat', '🐱'],
    ['ＣＡＴ', '🐱'],
    ['笑', '😂'],
    ['わら', '🤣'],
    ['了解', '👌'],
    ['りょうかい', '🫡'],
    ['お疲れ様', '🙇'],
    ['おつ', '🍵'],
    ['会議', '📅'],
    ['かんぱい', '🍻'],
    ['すし', '🍣'],
    ['くるま', '🚗'],
    ['tada', '🎉'],
    ['+1', '👍'],
    [':smile:', '😄'],
    ['red heart', '❤️'],
  ])('is found by %s: %s', (typed, picture) => {
    expect(pictures(typed)).toContain(picture);
  });

  it('of the exact shortcode comes first', () => {
    expect(pictures('cat')[0]).toBe('🐱');
    expect(pictures('heart')[0]).toBe('❤️');
  });

  it('that nobody can mean is not found', () => {
    expect(pictures('qqqqqq')).toEqual([]);
  });

  it('is spelled in full, as the server keeps it', () => {
    const complete = new RegExp('^\\p{RGI_Emoji}$', 'v');
    const wrong = all.flatMap((one) => [one.picture, ...one.tones]).filter((picture) => !complete.test(picture));
    expect(wrong).toEqual([]);
    expect(emojiOf('👍')?.shortcodes).toContain('+1');
  });

  it('has the chosen tone of skin where it has any', () => {
    expect(inTone(emojiOf('👍')!, 3)).toBe('👍🏽');
    expect(inTone(emojiOf('🐱')!, 3)).toBe('🐱');
    expect(emojiOf('👍🏽')).toBe(emojiOf('👍'));
  });
});

describe("a workspace's own emoji", () => {
  const own = [asEmoji({ id: 7, name: 'otsukare', by: 1 }), asEmoji({ id: 8, name: 'お疲れ', by: 1 })];

  it('is found beside the others, before those that fit as well', () => {
    expect(search('otsukare', 8, own)[0]).toBe(own[0]);
    expect(search('お疲れ', 8, own)[0]).toBe(own[1]);
    expect(search('otsu', 8, own)).toContain(own[0]);
    expect(search('猫', 8, own)).not.toContain(own[0]);
  });

  it('is picked as its name between colons, in no tone', () => {
    expect(own.map((one) => inTone(one, 3))).toEqual([':otsukare:', ':お疲れ:']);
  });
});
