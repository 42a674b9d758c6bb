import { beforeEach, describe, expect, it, vi } from 'vitest';
import { general, openPage } from '../../events/cast';
import type { Capabilities } from '../../api/types';
import { session } from '../../state/session.svelte';
import { copyLinkTo } from './copy';

const writeText = vi.fn(async () => {});
const named = (link_base: string) => (session.capabilities = { link_base } as Capabilities);

beforeEach(() => {
  openPage();
  writeText.mockClear();
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  vi.stubGlobal('location', { origin: 'https://localhost:8443' });
});

describe('a copied link', () => {
  it('begins where others find the server, also where Aiko came by localhost', async () => {
    named('https://chat.example.lan');
    await copyLinkTo(`/w/1/c/${general}`);
    expect(writeText).toHaveBeenCalledWith(`https://chat.example.lan/w/1/c/${general}`);
  });

  it('begins with the present address where the server names none', async () => {
    named('');
    await copyLinkTo('/f/7');
    expect(writeText).toHaveBeenCalledWith('https://localhost:8443/f/7');
  });
});
