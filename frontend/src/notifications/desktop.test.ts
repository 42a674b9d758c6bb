import { describe, expect, it } from 'vitest';
import { desktop, maker, type Surroundings } from './desktop';

const windows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';
const on = (agent: string, more: Partial<Surroundings> = {}) =>
  desktop({ secure: true, agent, touch: false, permission: 'granted', ...more });

describe('the desktop', () => {
  it('can be told once the person has allowed it', () => {
    expect(on(windows)).toBe('on');
    expect(on(windows, { permission: 'default' })).toBe('ask');
    expect(on(windows, { permission: 'denied' })).toBe('denied');
  });

  it('cannot be told from a page that is not secure, whatever was allowed', () => {
    expect(on(windows, { secure: false })).toBe('insecure');
    expect(on('Mozilla/5.0 (iPhone; …)', { secure: false })).toBe('insecure');
  });

  it('needs more than a page on glass', () => {
    expect(on(mac)).toBe('on');
    expect(on(mac, { touch: true, permission: undefined })).toBe('home-screen');
    expect(on('Mozilla/5.0 (iPhone; …)')).toBe('home-screen');
    expect(on('Mozilla/5.0 (Linux; Android 15) … Chrome/140.0.0.0', { touch: true })).toBe('missing');
    expect(on(windows, { permission: undefined })).toBe('missing');
  });

  it('is asked for where each browser keeps it', () => {
    expect(maker(windows)).toBe('Chrome');
    expect(maker(`${windows} Edg/140.0.0.0`)).toBe('Edge');
    expect(maker(mac)).toBe('Safari');
    expect(maker('Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0')).toBe('Firefox');
  });
});
