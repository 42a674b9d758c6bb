import { describe, expect, it } from 'vitest';
import { sizeOf } from '../size';
import { isHidden, named } from './names';

const at = new Date(2026, 10, 21, 9, 30, 5);
const pasted = (...files: File[]) => named(files, at).map((file) => file.name);

describe('a pasted picture', () => {
  it('is called by the time at which it was pasted', () => {
    expect(pasted(new File(['x'], 'image.png', { type: 'image/png' }))).toEqual(['paste_20261121_093005.png']);
    expect(pasted(new File(['x'], '', { type: 'image/jpeg' }))).toEqual(['paste_20261121_093005.jpg']);
  });

  it('is numbered where it does not come alone', () => {
    const one = new File(['x'], 'image.png', { type: 'image/png' });
    expect(pasted(one, one)).toEqual(['paste_20261121_093005.png', 'paste_20261121_093005_2.png']);
  });

  it('keeps its type and its bytes', async () => {
    const [file] = named([new File(['bytes'], 'image.png', { type: 'image/png' })], at);
    expect([file!.type, await file!.text()]).toEqual(['image/png', 'bytes']);
  });
});

it('a file that was copied with its name keeps it', () => {
  expect(pasted(new File(['x'], '見積書.xlsx'))).toEqual(['見積書.xlsx']);
});

it('what the system hides is left out of folders', () => {
  expect(['plans/.git/config', 'plans/.DS_Store', 'plans/Thumbs.db'].every(isHidden)).toBe(true);
  expect(['', 'plans/図面.pdf', 'plans/a.b/c..txt'].some(isHidden)).toBe(false);
});

it('sizes are written as file managers do', () => {
  expect([0, 1_023, 1_024, 3_400_000, 52_000_000, 1_073_741_824].map(sizeOf)).toEqual([
    '0 B',
    '1023 B',
    '1.0 KB',
    '3.2 MB',
    '50 MB',
    '1.0 GB',
  ]);
});
