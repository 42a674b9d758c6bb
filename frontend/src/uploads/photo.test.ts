import { describe, expect, it, vi } from 'vitest';
import { asJpeg, type Developed } from './photo';

const photo = (name: string, type = '') => new File(['photo'], name, { type, lastModified: 1_795_000_000_000 });
const writes = (type: string) => async () => new Blob(['picture'], { type });

/** A browser that can read such photos. */
function able(jpeg: Developed['jpeg'] = writes('image/jpeg')) {
  const close = vi.fn();
  return { close, develop: vi.fn(async (): Promise<Developed> => ({ jpeg, close })) };
}

describe("a phone's photo", () => {
  it('becomes a JPEG of high quality with the same name and time where the browser can read it', async () => {
    const jpeg = vi.fn(writes('image/jpeg'));
    const { develop, close } = able(jpeg);
    for (const [name, type, now] of [
      ['IMG_0001.HEIC', 'image/heic', 'IMG_0001.jpg'],
      ['写真.heif', '', '写真.jpg'],
      ['photo', 'image/heic', 'photo.jpg'],
      ['a.heic.heic', '', 'a.heic.jpg'],
    ] as const) {
      const made = await asJpeg(photo(name, type), develop);
      expect([made.name, made.type, made.lastModified]).toEqual([now, 'image/jpeg', 1_795_000_000_000]);
      expect(await made.text()).toBe('picture');
    }
    expect(jpeg).toHaveBeenCalledWith(0.9);
    expect(close).toHaveBeenCalledTimes(4);
  });

  it('stays as it is where the browser cannot read or write it', async () => {
    const file = photo('IMG_0001.HEIC', 'image/heic');
    expect(await asJpeg(file, () => Promise.reject(new DOMException('no', 'InvalidStateError')))).toBe(file);
    expect(await asJpeg(file)).toBe(file); // here is no browser at all
    for (const jpeg of [writes('image/png'), async () => null, () => Promise.reject(new Error('full'))]) {
      const { develop, close } = able(jpeg);
      expect(await asJpeg(file, develop)).toBe(file);
      expect(close).toHaveBeenCalledOnce();
    }
  });
});

it('leaves every other file alone', async () => {
  const { develop } = able();
  for (const file of [photo('plan.txt', 'text/plain'), photo('a.heic.zip'), photo('heic', 'image/jpeg')]) {
    expect(await asJpeg(file, develop)).toBe(file);
  }
  expect(develop).not.toHaveBeenCalled();
});
