import { parse } from 'papaparse';
import { offer } from './tools';

export interface CsvInput {
  text: string;
  /** Whether the text goes on: its last row may be cut. */
  more: boolean;
}

offer('csv', ({ text, more }: CsvInput) => {
  const { data, errors } = parse<string[]>(text, { skipEmptyLines: true });
  const cut = more && errors.some(({ code, row }) => code === 'MissingQuotes' && row === data.length - 1);
  return cut ? data.slice(0, -1) : data;
});
