import { describe, expect, it } from 'vitest';
import { findIn } from './fold';

const found = (text: string, looked: string) =>
  findIn(text, looked)
    .map((part) => (part.found ? `[${part.text}]` : part.text))
    .join('');

describe('what somebody looked for', () => {
  it('is shown in the letters of the text', () => {
    expect(found('General', 'ge')).toBe('[Ge]neral');
    expect(found('カレー部', 'かれー')).toBe('[カレー]部');
    expect(found('ＯＳＡＫＡ office', 'osaka')).toBe('[ＯＳＡＫＡ] office');
    expect(found('ﾗｲﾌﾞ配信', 'らいぶ')).toBe('[ﾗｲﾌﾞ]配信');
  });

  it('is shown once, and nowhere where it is not', () => {
    expect(found('aiko-ai', 'ai')).toBe('[ai]ko-ai');
    expect(found('sales', 'x')).toBe('sales');
    expect(found('sales', ' ')).toBe('sales');
  });
});
