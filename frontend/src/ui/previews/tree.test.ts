import { describe, expect, it } from 'vitest';
import type { ArchiveEntry } from '../../api/types';
import { openAtFirst, rowsOf, treeOf, type Branch } from './tree';

const entry = (name: string, more: Partial<ArchiveEntry> = {}): ArchiveEntry => ({ name, size: 1, packed: 1, ...more });
const order = (a: string, b: string) => (a < b ? -1 : 1);
const drawn = (branches: Branch[]) =>
  rowsOf(branches, () => true).map(
    ({ name, depth, folder, size }) => `${' '.repeat(depth)}${name}${folder ? '/' : ''} ${size}`,
  );

describe('the tree of an archive', () => {
  it('has folders first, with the sizes of what they hold, whether the archive names them or not', () => {
    const [branches, totals] = treeOf(
      [
        entry('b.txt', { size: 5 }),
        entry('資料/', { folder: true, size: 0, modified: 7 }),
        entry('資料/図面/1階.dwg', { size: 300 }),
        entry('資料\\表.csv', { size: 20, encrypted: true }),
        entry('空/', { folder: true }),
        entry('a.txt', { size: -1 }),
      ],
      order,
    );
    expect(drawn(branches)).toEqual([
      '空/ -1',
      '資料/ 320',
      ' 図面/ 300',
      '  1階.dwg 300',
      ' 表.csv 20',
      'a.txt -1',
      'b.txt 5',
    ]);
    expect(totals).toEqual({ files: 4, folders: 3, size: 325, encrypted: true });
    expect(branches[1]!.modified).toBe(7);
  });

  it('takes paths as text: no step leads out, two files may have one name, and a file may be named like a folder', () => {
    const [branches] = treeOf(
      ['../../etc/passwd', '/a', 'a', './a', 'a/b', 'constructor/__proto__', ''].map((name) => entry(name)),
      order,
    );
    expect(drawn(branches)).toEqual([
      '../ 1',
      ' ../ 1',
      '  etc/ 1',
      '   passwd 1',
      'a/ 1',
      ' b 1',
      'constructor/ 1',
      ' __proto__ 1',
      ' 1',
      'a 1',
      'a 1',
      'a 1',
    ]);
  });

  it('ends at a depth that can be shown', () => {
    const [branches] = treeOf([entry('x/'.repeat(500) + 'end')], order);
    const rows = rowsOf(branches, () => true);
    expect(rows).toHaveLength(16);
    expect(rows.at(-1)!.name).toMatch(/^x\/x\/.*\/end$/);
  });

  it('is open where it is small, and else down to where it branches', () => {
    const [small, few] = treeOf([entry('a/b/c')], order);
    expect(openAtFirst(small, few).map(({ name }) => name)).toEqual(['a', 'b']);
    const many = Array.from({ length: 101 }, (_, i) => entry(`all/in/${i % 2}/${i}`));
    const [large, totals] = treeOf(many, order);
    expect(openAtFirst(large, totals).map(({ name }) => name)).toEqual(['all', 'in']);
    const [two, count] = treeOf([...many, entry('b')], order);
    expect(openAtFirst(two, count)).toEqual([]);
  });
});
