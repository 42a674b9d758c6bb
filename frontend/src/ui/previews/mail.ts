import { isRecord, mostText } from './foreign';

/** Somebody in the head of a mail; either may be empty. */
export interface Correspondent {
  name: string;
  address: string;
}

/** What is shown of a mail. */
export interface Mail {
  from: Correspondent[];
  to: Correspondent[];
  cc: Correspondent[];
  /** UTC milliseconds, 0 where it says none. */
  date: number;
  subject: string;
  text: string;
  /** More is in it than is shown. */
  cut: boolean;
  /** It has a look of its own, which is not shown. */
  html: boolean;
  /** Of its text. */
  charset: string;
  attachments: { name: string; size: number }[];
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

// eslint-disable-next-line no-control-regex -- these are what is looked for
const hiding = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
/** One line in which nothing hides or reorders a part. */
const line = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, 2_000).replace(/\s+/g, ' ').replace(hiding, '\ufffd').trim() : undefined;

/** All of a list by one rule; undefined where one does not fit. */
function listOf<T>(value: unknown, fit: (one: Record<string, unknown>) => T | undefined): T[] | undefined {
  if (!Array.isArray(value) || value.length > 1_000) return undefined;
  const all = value.map((one) => (isRecord(one) ? fit(one) : undefined));
  return all.every((one) => one !== undefined) ? all : undefined;
}

function correspondents(value: unknown): Correspondent[] | undefined {
  return listOf(value, (one) => {
    const [name, address] = [line(one.name), line(one.address)];
    return name === undefined || address === undefined ? undefined : { name, address };
  });
}

/** A mail as it comes out of the workshop. */
export function asMail(value: unknown): Mail | undefined {
  if (!isRecord(value)) return undefined;
  const [from, to, cc] = [correspondents(value.from), correspondents(value.to), correspondents(value.cc)];
  const attachments = listOf(value.attachments, ({ name, size }) => {
    const shown = line(name);
    return shown === undefined || !isCount(size) ? undefined : { name: shown, size };
  });
  const { date, text, cut, html } = value;
  const [subject, charset] = [line(value.subject), line(value.charset)];
  if (!from || !to || !cc || !attachments || subject === undefined || charset === undefined) return undefined;
  if (typeof text !== 'string' || text.length > mostText || !isCount(date) || Math.abs(date) > 8.64e15)
    return undefined;
  return { from, to, cc, date, subject, text, cut: cut === true, html: html === true, charset, attachments };
}

/** A file that has nothing of a mail but its name. */
export const isEmpty = ({ from, to, subject, date, text, attachments }: Mail): boolean =>
  !from.length && !to.length && !subject && !date && !text.trim() && !attachments.length;
