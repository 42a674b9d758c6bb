import { read, utils } from '@e965/xlsx';
import { offer } from './tools';

/** How much of a sheet is read: more is no preview. */
const rows = 2_000;
const columns = 200;

offer('sheet', (input: ArrayBuffer) => {
  const book = read(input, { dense: true, sheetRows: rows + 1, cellHTML: false, cellFormula: false });
  return book.SheetNames.map((name) => {
    const sheet = book.Sheets[name];
    const whole = sheet?.['!fullref'] ?? sheet?.['!ref'];
    if (!sheet || !whole) return { name, rows: [], cut: false };
    const { e: end } = utils.decode_range(whole);
    const range = { s: { r: 0, c: 0 }, e: { r: Math.min(end.r, rows - 1), c: Math.min(end.c, columns - 1) } };
    const cells = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: false, defval: '', blankrows: true, range });
    return { name, rows: cells.map((row) => row.map(String)), cut: end.r >= rows || end.c >= columns };
  });
});
