import { beforeEach, describe, expect, it, vi } from 'vitest';
import { signOut as endSession } from '../api/accounts';
import { bootstrap } from '../api/me';
import type { Bootstrap, Me } from '../api/types';
import { aiko, ben, general, openPage } from '../events/cast';
import { outbox, outgoingThrough } from '../state/outgoing';
import { route } from '../state/route.svelte';
import { session } from '../state/session.svelte';
import { disconnect } from './live';
import { signOut, switchAccount } from './session';
import { takenBackUntil } from './undo';

vi.mock('../api/accounts');
vi.mock('../api/me');
vi.mock('./live');
vi.mock('./look');

let done: string[];
const does = (what: string) => () => void done.push(what);

beforeEach(() => {
  vi.resetAllMocks();
  openPage();
  session.me = { id: aiko, undo_send: true } as Me;
  done = [];
  vi.spyOn(route, 'go').mockReturnValue();
  vi.mocked(disconnect).mockImplementation(does('disconnected'));
  vi.mocked(endSession).mockImplementation(async () => does('signed out')());
  outgoingThrough({ ready: () => true, send: async ({ text }) => does(text)() });
  outbox.open(aiko);
  for (const text of ['one', 'two']) outbox.add(general, text, takenBackUntil());
});

describe('what Aiko could still take back is sent in order', () => {
  it('before Ben goes on in this tab', async () => {
    const nothing = { workspaces: [], channels: [], people: [], threads: [], drafts: [], categories: [] };
    vi.mocked(bootstrap).mockResolvedValue({ ...nothing, me: { id: ben } } as unknown as Bootstrap);
    await switchAccount(ben);
    expect(session.me?.id).toBe(ben);
    expect(done.slice(0, 3)).toEqual(['one', 'two', 'disconnected']);
  });

  it('before she signs out', async () => {
    vi.mocked(bootstrap).mockRejectedValue(new Error('nobody is signed in'));
    await signOut();
    expect(done.slice(0, 3)).toEqual(['one', 'two', 'signed out']);
  });
});
