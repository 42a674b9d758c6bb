import type { Edit, Selected } from './format';

/** Its indentation, sign and box. */
const item = /^(\s*)(?:([-*+])|(\d{1,9})([.)])|(>))\s+(\[[ xX]\])?/;

/**
 * What a line break does inside a list or a quotation: the next line begins as this one does, and an item without text
 * ends the list. Null where it is no more than a line break.
 */
export function lineBroken({ text, from, to }: Selected): Edit | null {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const before = text.slice(start, from);
  const found = item.exec(before);
  if (!found || inFence(text.slice(0, start))) return null;
  const [all, indent = '', bullet, number, dot, quote, box] = found;
  if (!before.slice(all.length).trim()) return { from: start, to, insert: '', select: [start, start] };
  const sign = bullet ?? quote ?? `${Number(number) + 1}${dot}`;
  const insert = `\n${indent}${sign} ${box ? '[ ] ' : ''}`;
  return { from, to, insert, select: [from + insert.length, from + insert.length] };
}

/** Whether a text ends inside a block of code. */
export const inFence = (text: string): boolean => (text.match(/^ {0,3}```/gm)?.length ?? 0) % 2 === 1;
