import { describe, expect, it } from 'vitest';
import { parsePath } from './route.svelte';

describe('a path', () => {
  it('names its screen', () => {
    expect(parsePath('/setup#ABCDE-12345')).toEqual({ at: 'setup' });
    expect(parsePath('/setup/name')).toEqual({ at: 'name' });
    expect(parsePath('/join/ABCD2345')).toEqual({ at: 'join', code: 'ABCD2345' });
    expect(parsePath('/w/3/c/12')).toEqual({ at: 'chat', workspace: 3, channel: 12 });
    expect(parsePath('/w/3/c/12/m/55')).toEqual({ at: 'chat', workspace: 3, channel: 12, message: 55 });
    expect(parsePath('/f/7?account=2')).toEqual({ at: 'file', file: 7 });
    expect(parsePath('/w/3')).toEqual({ at: 'chat', workspace: 3, channel: 0 });
  });

  it('that makes no sense is the chat, without a place', () => {
    for (const path of ['/', '/nowhere', '/w/x/c/-1', '/f/', '/f/-1', '/w/99999999999999999999']) {
      expect(parsePath(path)).toEqual({ at: 'chat', workspace: 0, channel: 0 });
    }
    expect(parsePath('/join/%E0%A4')).toEqual({ at: 'join', code: '%E0%A4' });
  });
});
