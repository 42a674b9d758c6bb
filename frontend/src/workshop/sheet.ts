import { read, utils } from '@e965/xlsx';
import { bounded } from './bounded';
import { offer } from './tools';

/** How much of a sheet is read: more is no preview. */
const rows = 2_000;
const columns = 200;
/** What a sheet, or the texts of all, may unpack to, in bytes: rows that are not shown are in it, too. */
const longestSheet = 192 << 20;

/** The beginning of a zip; an older workbook is none, and nothing in it is packed. */
const zipped = (input: ArrayBuffer) => new DataView(input).getUint16(0) === 0x504b;

offer('sheet', async (input: ArrayBuffer) => {
  if (zipped(input)) await bounded(input, longestSheet);
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
