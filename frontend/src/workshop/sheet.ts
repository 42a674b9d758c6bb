import { read, utils, type WorkSheet } from '@e965/xlsx';
import { bounded } from './zip-bounds';
import { leftOf, type Left } from './left';
import { offer } from './tools';

/** How much of a sheet is read: more is no preview. */
const rows = 2_000;
const columns = 200;
/** What a sheet, or the texts of all, may unpack to, in bytes: rows that are not shown are in it, too. */
const longestSheet = 192 << 20;

/** The beginning of a zip; an older workbook is none, and nothing in it is packed. */
const zipped = (input: ArrayBuffer) => new DataView(input).getUint16(0) === 0x504b;

/** What may stand in a workbook that is not of today's Excel, in which it is not looked for. */
const perhaps: Left[] = ['charts', 'pictures', 'comments'];

/** The cells of a workbook as its author left it to be looked at: without what is hidden. */
export async function readBook(input: ArrayBuffer) {
  const zip = zipped(input) ? await bounded(input, longestSheet) : null;
  const left = new Set(zip?.file('xl/workbook.xml') ? await leftOf(zip, 'sheet') : perhaps);
  if (zip?.file('content.xml')) left.add('unhidden'); // what OpenDocument hides is not found
  const book = read(input, { dense: true, sheetRows: rows + 1, cellHTML: false, cellFormula: false, cellStyles: true });
  const seen = book.SheetNames.filter((_, at) => !book.Workbook?.Sheets?.[at]?.Hidden);
  if (seen.length < book.SheetNames.length) left.add('sheets');
  return { sheets: seen.map((name) => readSheet(name, book.Sheets[name], left)), left: [...left] };
}

function readSheet(name: string, sheet: WorkSheet | undefined, left: Set<Left>) {
  const whole = sheet?.['!fullref'] ?? sheet?.['!ref'];
  if (!sheet || !whole) return { name, rows: [], numbers: [], cut: false };
  const { e: end } = utils.decode_range(whole);
  const range = { s: { r: 0, c: 0 }, e: { r: Math.min(end.r, rows - 1), c: Math.min(end.c, columns - 1) } };
  const cells = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: false, defval: '', blankrows: true, range });
  const visible = cells.map((row, at) => ({ row, at })).filter(({ at }) => !sheet['!rows']?.[at]?.hidden);
  const gone = (sheet['!cols'] ?? []).map((one) => Boolean(one?.hidden));
  if (visible.length < cells.length) left.add('rows');
  if (gone.slice(0, range.e.c + 1).includes(true)) left.add('columns');
  return {
    name,
    rows: visible.map(({ row }) => row.filter((_, at) => !gone[at]).map(String)),
    numbers: visible.map(({ at }) => at + 1),
    cut: end.r >= rows || end.c >= columns,
  };
}

offer('sheet', readBook);
