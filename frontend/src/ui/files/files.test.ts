import { describe, expect, it } from 'vitest';
import { albumOf, roomOf } from './album';
import { previewKind } from '../previews/kinds';
import { iconOf, kindName, kindOf } from './kinds';
import { opensInTab, playsAs } from './media';
import { tabAddress } from './tab';
import { partsOf } from './names';

const file = (type: string, held?: 'waiting' | 'infected') => ({ id: 1, name: 'a', size: 1, type, held });

describe('a name', () => {
  it('keeps its ending in view', () => {
    expect(partsOf('平面図 第3案.dwg')).toEqual({ stem: '平面図 第3案', ending: '.dwg' });
    expect(partsOf('.env')).toEqual({ stem: '.env', ending: '' });
    expect(partsOf('notes. And then some more')).toEqual({ stem: 'notes. And then some more', ending: '' });
    expect(partsOf('no ending.')).toEqual({ stem: 'no ending.', ending: '' });
  });
});

describe('a kind', () => {
  it('follows from the type that the server has decided', () => {
    expect(kindOf('application/vnd.openxmlformats-officedocument.wordprocessingml.document')).toBe('document');
    expect(kindOf('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')).toBe('sheet');
    expect(kindOf('application/vnd.openxmlformats-officedocument.presentationml.presentation')).toBe('slides');
    expect(kindOf('application/vnd.oasis.opendocument.text')).toBe('document');
    expect(kindOf('application/vnd.android.package-archive')).toBe('program');
    expect(kindOf('application/java-archive')).toBe('program');
    expect(kindOf('application/x-7z-compressed')).toBe('archive');
    expect(kindOf('application/octet-stream')).toBe('other');
    expect(kindOf('text/csv')).toBe('sheet');
    expect(kindName('application/vnd.ms-excel.sheet.macroenabled.12')).toBe('Excel');
    expect(kindName('video/mp4')).toBe('Video');
    expect(iconOf('application/zip')).not.toBe(iconOf('application/octet-stream'));
  });

  it('has a tab of its own where there is something to see', () => {
    expect(tabAddress(file('text/plain'))).toMatch(/^\/files\/\d+\?account=/);
    expect(tabAddress(file('text/html'))).toMatch(/^\/preview\/\d+\?account=/);
    for (const type of ['application/pdf', 'image/svg+xml', 'application/vnd.ms-excel']) {
      expect(tabAddress(file(type))).toMatch(/^\/f\/\d+\?account=/);
    }
    expect(tabAddress(file('application/octet-stream'))).toBeUndefined();
    expect(tabAddress(file('application/pdf', 'waiting'))).toBeUndefined();
  });

  it('is a document also where a password locks it', () => {
    const locked = { ...file('application/x-ole-storage'), name: '秘密.DOCX' };
    expect(previewKind(locked)).toBe('word');
    expect(previewKind({ ...locked, name: 'plan.pptm' })).toBe('slides');
    expect(previewKind({ ...locked, name: 'old.doc' })).toBeNull();
  });

  it('is shown by the browser only where the server lets it', () => {
    expect(opensInTab(file('image/png'))).toBe(true);
    expect(opensInTab(file('application/pdf'))).toBe(false);
    expect(opensInTab(file('text/html'))).toBe(false);
    expect(opensInTab(file('image/png', 'waiting'))).toBe(false);
    expect(playsAs(file('video/mp4'))).toBe('video');
    expect(playsAs(file('video/quicktime'))).toBeUndefined();
    expect(playsAs(file('audio/mpeg'))).toBe('audio');
    expect(playsAs(file('audio/mpeg', 'infected'))).toBeUndefined();
  });
});

describe('a picture', () => {
  it('has its room before anything of it has come', () => {
    expect(roomOf({ width: 4000, height: 3000 })).toEqual({ width: 400, height: 300, whole: false });
    expect(roomOf({ width: 3000, height: 4000 })).toEqual({ width: 225, height: 300, whole: false });
    expect(roomOf({ width: 120, height: 90 })).toEqual({ width: 120, height: 90, whole: false });
    expect(roomOf({ width: 16, height: 16 })).toEqual({ width: 48, height: 48, whole: true });
    expect(roomOf({ width: 10_000, height: 20 })).toEqual({ width: 400, height: 48, whole: true });
    expect(roomOf({})).toEqual({ width: 400, height: 300, whole: false });
  });

  it('stands in an album of rows', () => {
    const pictures = Array.from({ length: 5 }, (_, id) => ({ id, width: 800, height: 600 }));
    const rows = albumOf(pictures);
    expect(rows.map((row) => row.pictures.map(({ picture }) => picture.id))).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
    expect(rows[0]!.shape).toBeCloseTo(8 / 3);
    const [line] = albumOf([
      { width: 3000, height: 60 },
      { width: 900, height: 600 },
    ]);
    expect(line!.pictures.map(({ whole }) => whole)).toEqual([true, false]);
    for (let count = 2; count <= 10; count++) {
      const all = albumOf(Array.from({ length: count }, (_, id) => ({ id, width: 1, height: 9 })));
      expect(all.flatMap((row) => row.pictures)).toHaveLength(count);
      expect(all.every((row) => row.shape >= 1.5 && row.shape <= 4.5)).toBe(true);
    }
  });
});
