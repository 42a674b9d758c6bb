import { describe, expect, it } from 'vitest';
import { matchesPerson } from './search';

const aiko = { id: 1, name: '山田 愛子', reading: 'やまだ あいこ', username: 'aiko' };

describe('looking for somebody', () => {
  it('finds by name, reading and username, whatever kana, width and case', () => {
    for (const text of ['山田', 'やまだ', 'ヤマダ', 'ﾔﾏﾀﾞ', 'AIKO', 'ａｉｋｏ', ' aiko '])
      expect(matchesPerson(aiko, text)).toBe(true);
    expect(matchesPerson(aiko, '田中')).toBe(false);
  });
});
