import csvTool from '../../workshop/csv.ts?workshop';
import mailTool from '../../workshop/mail.ts?workshop';
import pdfTool, { files } from '../../workshop/pdf.ts?workshop';
import sheetTool from '../../workshop/sheet.ts?workshop';
import slidesTool from '../../workshop/slides.ts?workshop';
import wordTool from '../../workshop/word.ts?workshop';
import { readBytes } from '../../actions/previews';
import { Failure } from '../../api/failure';
import type { FileInMessage } from '../../api/types';
import { lefts, type Left } from '../../workshop/left';
import { mailCharsets } from '../../workshop/mail-charsets';
import { asMail, isEmpty, type Mail } from './mail';
import { isRecord, mostText } from './foreign';
import { workshopFor, workshopIn } from './yard';

/** What comes out of the workshop is foreign: it is taken only in the shape and size that it should have. */
const mostCells = 400_000;
const mostPicture = 64 << 20;

export interface Sheet {
  name: string;
  rows: string[][];
  /** Of the rows; hidden ones are left out. */
  numbers: number[];
  /** The sheet has more than is shown. */
  cut: boolean;
}

export interface Book {
  sheets: Sheet[];
  left: Left[];
}

/** Of a document in a frame: whether it goes on after what is shown, and what of it is left out. */
export interface Shown {
  cut: boolean;
  left: Left[];
}

export interface Pages {
  pages: number;
  /** Of the first page, in points. */
  width: number;
  height: number;
}

export interface DrawnPage {
  picture: Blob;
  width: number;
  height: number;
}

const isSide = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < 1e6;

export function asRows(value: unknown): string[][] | undefined {
  if (!Array.isArray(value)) return undefined;
  let cells = 0;
  const fit = value.every(
    (row) =>
      Array.isArray(row) &&
      (cells += row.length) <= mostCells &&
      row.every((cell: unknown) => typeof cell === 'string'),
  );
  return fit ? value : undefined;
}

const isLeft = (value: unknown): value is Left[] =>
  Array.isArray(value) && value.length <= lefts.length && value.every((one) => lefts.includes(one));

function isSheet(sheet: unknown): sheet is Sheet {
  if (!isRecord(sheet) || typeof sheet.name !== 'string' || typeof sheet.cut !== 'boolean') return false;
  const { numbers } = sheet;
  return asRows(sheet.rows) !== undefined && Array.isArray(numbers) && numbers.every((one) => typeof one === 'number');
}

export function asBook(value: unknown): Book | undefined {
  if (!isRecord(value) || !isLeft(value.left)) return undefined;
  const { sheets, left } = value;
  return Array.isArray(sheets) && sheets.length <= 500 && sheets.every(isSheet) ? { sheets, left } : undefined;
}

export function asPages(value: unknown): Pages | undefined {
  if (!isRecord(value) || !isSide(value.width) || !isSide(value.height)) return undefined;
  const { pages, width, height } = value;
  return Number.isInteger(pages) && isSide(pages) ? { pages, width, height } : undefined;
}

export function asPicture(value: unknown): DrawnPage | undefined {
  if (!isRecord(value) || !(value.picture instanceof Blob) || !isSide(value.width) || !isSide(value.height)) {
    return undefined;
  }
  const { picture, width, height } = value;
  return picture.type === 'image/png' && picture.size <= mostPicture ? { picture, width, height } : undefined;
}

export function asShown(value: unknown): Shown | undefined {
  if (!isRecord(value) || typeof value.cut !== 'boolean' || !isLeft(value.left)) return undefined;
  return { cut: value.cut, left: value.left };
}

const asText = (value: unknown) => (typeof value === 'string' && value.length <= mostText ? value : undefined);

/** For what is done in one piece. */
const bench = workshopFor();
const csv = { name: 'csv', address: csvTool };
const sheet = { name: 'sheet', address: sheetTool };
const mail = { name: 'mail', address: mailTool };
const pdf = { name: 'pdf', address: pdfTool };
const papers = { word: { name: 'word', address: wordTool }, slides: { name: 'slides', address: slidesTool } };

export const rowsOf = (text: string, more: boolean): Promise<string[][]> =>
  bench.run({ tool: csv, input: { text, more }, check: asRows });

export const bookOf = async (file: FileInMessage): Promise<Book> =>
  bench.run({ tool: sheet, input: await readBytes(file), check: asBook });

export type Letter = Mail & { charsets: string[] };

/** A mail, in a charset; without one in that which it says, or which is guessed. One in a charset that is foreign here has that, too. */
export async function mailOf(file: FileInMessage, charset = ''): Promise<Letter> {
  const read = await bench.run({ tool: mail, input: { bytes: await readBytes(file), charset }, check: asMail });
  if (isEmpty(read)) throw new Failure(422, { code: 'preview_broken' });
  return { ...read, charsets: [...new Set([...mailCharsets.map(([name]) => name), read.charset])] };
}

/** A PDF that is being read, in a workshop of its own: it stays open there. */
export class Pdf {
  private readonly shop = workshopFor(files);

  open(file: FileInMessage): Promise<Pages> {
    const input = readBytes(file).then((open) => ({ open }));
    return this.shop.run({ tool: pdf, input, check: asPages });
  }

  /** A page, counted from 1, as a picture so many px wide. */
  draw = (page: number, width: number): Promise<DrawnPage> =>
    this.shop.run({ tool: pdf, input: { draw: page, width }, check: asPicture });

  read = (page: number): Promise<string> => this.shop.run({ tool: pdf, input: { read: page }, check: asText });

  close = () => this.shop.close();
}

/** A Word document or slides, which are looked at in the workshop's frame itself. */
export class Paper {
  private readonly shop;
  private readonly tool;

  constructor(kind: keyof typeof papers, place: HTMLElement, title: string) {
    this.shop = workshopIn(place, title);
    this.tool = papers[kind];
  }

  /** Says what of the document is not shown. */
  async open(file: FileInMessage): Promise<Shown> {
    const input = { open: await readBytes(file) };
    return this.shop.run({ tool: this.tool, input, check: asShown });
  }

  /** 1 is as wide as its place. */
  zoom = (zoom: number) => this.shop.run({ tool: this.tool, input: { zoom }, check: asShown });

  close = () => this.shop.close();
}
