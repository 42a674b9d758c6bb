import { describe, expect, it } from 'vitest';
import { device } from './device';

describe('a device in the list of sessions', () => {
  it('is named by browser and system', () => {
    const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
    expect(
      device(`${windows} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0`, false),
    ).toBe('Edge · Windows');
    expect(device(`${windows} Gecko/20100101 Firefox/140.0`, false)).toBe('Firefox · Windows');
    expect(device('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', false)).toBe(
      'Chrome · Linux',
    );
    expect(device('something else', false)).toBe('');
  });

  it('is an iPad where a Mac is touched', () => {
    const safari = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';
    expect(device(safari, true)).toBe('Safari · iPad');
    expect(device(safari, false)).toBe('Safari · macOS');
  });
});
