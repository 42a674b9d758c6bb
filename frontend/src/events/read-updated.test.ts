import { beforeEach, describe, expect, it, vi } from 'vitest';
import { takeMyRow } from '../actions/healing';
import { channel as fetchChannel, channelChanges } from '../api/channels';
import { route } from '../state/route.svelte';
import { openTimeline } from '../state/timeline.svelte';
import { ben, created, general, now, openPage, row, said } from './cast';
import { dispatch, type ServerEvent } from './index';

vi.mock('../api/channels');

beforeEach(() => {
  vi.resetAllMocks();
  openPage();
});

describe('my rows after a while away', () => {
  it('bring what was read elsewhere, and their messages are not counted twice', async () => {
    route.current = { at: 'chat', workspace: 3, channel: general };
    openTimeline(general).load({ items: [said(10, 20, ben)], related: [], people: [], last_seq: 0 }, false);
    vi.mocked(channelChanges).mockResolvedValue({
      rev: 21,
      messages: [said(11, 21, ben)],
      related: [],
      threads: [],
      people: [],
      more: false,
    });
    takeMyRow(row({ last_rev: 21, last_seq: 11, read_seq: 10, unread: 1 }));
    await vi.waitFor(() => expect(now().last_rev).toBe(21));
    expect(now().unread).toBe(1);
  });
});

describe('my read mark', () => {
  const read = (more: object): ServerEvent =>
    ({ type: 'read.updated', rev: 8, channel: general, read_seq: 9, unread: 2, mentions: 0, ...more }) as ServerEvent;

  it('that was counted with a message that is still to come does not count it twice', () => {
    dispatch(read({ last_seq: 11 }));
    dispatch(created(said(11, 21, ben)));
    expect(now()).toMatchObject({ read_seq: 9, unread: 2, last_rev: 21 });
  });

  it('that was counted before a message that has come is asked for anew', async () => {
    dispatch(created(said(11, 21, ben)));
    vi.mocked(fetchChannel).mockResolvedValue(row({ last_rev: 21, last_seq: 11, read_seq: 9, unread: 2 }));
    dispatch(read({ last_seq: 10, unread: 1 }));
    await vi.waitFor(() => expect(now()).toMatchObject({ read_seq: 9, unread: 2 }));
  });

  it('stands in a row that is older than what came meanwhile: a newer one is asked for', async () => {
    dispatch(created(said(11, 21, ben)));
    vi.mocked(fetchChannel).mockResolvedValue(row({ last_rev: 21, last_seq: 11, read_seq: 9, unread: 2 }));
    takeMyRow(row({ read_seq: 9, unread: 1 }));
    await vi.waitFor(() => expect(now()).toMatchObject({ read_seq: 9, unread: 2 }));
  });
});
