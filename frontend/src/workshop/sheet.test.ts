import { utils, write, type BookType } from '@e965/xlsx';
import { describe, expect, it, vi } from 'vitest';

vi.mock('./tools', () => ({ offer: () => {} }));
const { readBook } = await import('./sheet');

/** A workbook in which a row, a column and a sheet are hidden. */
function written(bookType: BookType): ArrayBuffer {
  const sheet = utils.aoa_to_sheet([
    ['name', 'cost', 'price'],
    ['pen', 40, 120],
    ['gone', 1, 2],
    ['book', 60, 200],
  ]);
  sheet['!rows'] = [{}, {}, { hidden: true }, {}];
  sheet['!cols'] = [{}, { hidden: true }, {}];
  const book = utils.book_new(sheet, 'prices');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['wages']]), 'wages');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 2 }] };
  return write(book, { type: 'array', bookType }) as ArrayBuffer;
}

describe('a workbook', () => {
  it('of OpenDocument says that what it hides is shown', async () => {
    expect((await readBook(written('ods'))).left).toContain('unhidden');
  });

  for (const [type, left] of [
    ['xlsx', ['sheets', 'rows', 'columns']],
    ['xlsb', ['charts', 'pictures', 'comments', 'sheets', 'rows', 'columns']],
  ] as const) {
    it(`is read without what is hidden (${type}), and says so`, async () => {
      expect(await readBook(written(type))).toEqual({
        sheets: [
          {
            name: 'prices',
            rows: [
              ['name', 'price'],
              ['pen', '120'],
              ['book', '200'],
            ],
            numbers: [1, 2, 4],
            cut: false,
          },
        ],
        left,
      });
    });
  }
});
