import { expect, it } from 'vitest';
import { filesIn } from './dropped';

/** A folder as a browser hands it out: a hundred entries at a time. */
const folder = (name: string, ...inside: object[]) => ({
  name,
  isDirectory: true,
  createReader: () => {
    const left = [...inside];
    return { readEntries: (done: (part: object[]) => void) => done(left.splice(0, 100)) };
  },
});
const file = (name: string, content = name) => ({
  name,
  isFile: true,
  file: (done: (file: File) => void) => done(new File([content], name)),
});
const locked = (name: string) => ({
  name,
  isFile: true,
  file: (_: unknown, failed: (reason: Error) => void) => failed(new Error('no right to read it')),
});
/** What the mouse carries; what is no folder comes as a file, too. */
const carried = (...entries: { name: string; isDirectory?: boolean }[]) =>
  ({
    items: entries.map((entry) => ({
      kind: 'file',
      webkitGetAsEntry: () => entry,
      getAsFile: () => (entry.isDirectory ? null : new File(['alone'], entry.name)),
    })),
  }) as unknown as DataTransfer;

it('a dropped folder brings all of its files, at any depth, in the order of their names', async () => {
  const pages = Array.from({ length: 250 }, (_, i) => file(`${i}.txt`));
  const { files, missed } = await filesIn(
    carried(folder('plans', ...pages.toReversed(), folder('older', folder('2019', file('a.txt')))), file('b.txt')),
  );
  expect(files.map(({ name }) => name)).toEqual([...pages.map(({ name }) => name), 'a.txt', 'b.txt']);
  expect(missed).toBe(0);
});

it('two files of one name in two folders are two files', async () => {
  const { files } = await filesIn(
    carried(folder('plans', folder('old', file('a.txt', 'old')), folder('new', file('a.txt', 'new')))),
  );
  expect(files.map(({ name }) => name)).toEqual(['a.txt', 'a.txt']);
  expect(await Promise.all(files.map((one) => one.text()))).toEqual(['new', 'old']);
});

it('what cannot be read is counted, and the rest comes', async () => {
  const found = await filesIn(carried(folder('plans', file('a.txt'), locked('b.txt'), file('c.txt'))));
  expect(found.files.map(({ name }) => name)).toEqual(['a.txt', 'c.txt']);
  expect(found.missed).toBe(1);
});

it('what is hidden stays where it is', async () => {
  const { files } = await filesIn(
    carried(folder('plans', folder('.git', file('config')), file('Thumbs.db'), file('a.txt'))),
  );
  expect(files.map(({ name }) => name)).toEqual(['a.txt']);
});
