import { describe, expect, it, vi } from 'vitest';

vi.mock('../../workshop/csv.ts?workshop', () => ({ default: '' }));
vi.mock('../../workshop/mail.ts?workshop', () => ({ default: '' }));
vi.mock('../../workshop/sheet.ts?workshop', () => ({ default: '' }));
vi.mock('../../workshop/slides.ts?workshop', () => ({ default: '' }));
vi.mock('../../workshop/word.ts?workshop', () => ({ default: '' }));
vi.mock('../../workshop/pdf.ts?workshop', () => ({ default: '', files: '' }));
const { asPages, asPicture, asRows, asBook, asShown } = await import('./documents');

describe('what comes out of the workshop', () => {
  it('is rows of strings, not more than a page bears', () => {
    expect(asRows([['a', 'b'], []])).toEqual([['a', 'b'], []]);
    for (const wrong of [null, 'a', ['a'], [['a', 1]], [[{ toString: 'x' }]]]) expect(asRows(wrong)).toBeUndefined();
    const row = Array<string>(100_000).fill('');
    expect(asRows([row, row, row, row])).toBeDefined();
    expect(asRows([row, row, row, row, ['']])).toBeUndefined();
  });

  it('is sheets with a name', () => {
    const sheet = { name: '売上', rows: [['1']], numbers: [1], cut: false };
    expect(asBook({ sheets: [sheet], left: ['charts'] })?.sheets).toHaveLength(1);
    for (const wrong of [{ ...sheet, name: 1 }, { ...sheet, rows: [[1]] }, { ...sheet, numbers: ['<b>'] }, {}, null]) {
      expect(asBook({ sheets: [wrong], left: [] })).toBeUndefined();
    }
    for (const left of [undefined, 'charts', ['<b>']]) expect(asBook({ sheets: [sheet], left })).toBeUndefined();
  });

  it('is a number of pages and pictures of them', () => {
    expect(asPages({ pages: 2, width: 595, height: 842 })).toEqual({ pages: 2, width: 595, height: 842 });
    for (const pages of [0, 1.5, NaN, '2', 1e9]) expect(asPages({ pages, width: 1, height: 1 })).toBeUndefined();
    const picture = new Blob(['x'], { type: 'image/png' });
    expect(asPicture({ picture, width: 1, height: 1 })).toEqual({ picture, width: 1, height: 1 });
    expect(
      asPicture({ picture: new Blob(['<svg/>'], { type: 'image/svg+xml' }), width: 1, height: 1 }),
    ).toBeUndefined();
    expect(asPicture({ picture: 'blob:x', width: 1, height: 1 })).toBeUndefined();
  });

  it('is the word whether a document goes on, and what of it is left out', () => {
    expect(asShown({ cut: true, left: ['notes'], more: '<b>' })).toEqual({ cut: true, left: ['notes'] });
    for (const wrong of [null, true, {}, { cut: 'yes', left: [] }, { cut: true, left: ['<b>'] }, { cut: true }]) {
      expect(asShown(wrong)).toBeUndefined();
    }
  });
});
