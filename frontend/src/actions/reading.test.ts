import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from '../api/messages';
import { aiko, ben, created, general, now, openPage, row, said } from '../events/cast';
import { dispatch, type ServerEvent } from '../events';
import { socketOpen, socketSend } from '../socket/current';
import { notices } from '../state/notices.svelte';
import { channels } from '../state/places.svelte';
import { openTimeline } from '../state/timeline.svelte';
import { clearNewLine, forgetReading, markAllRead, markRead, markUnread, tellReadAgain, unreadIn } from './reading';

vi.mock('../api/messages');
vi.mock('../socket/current');

const sales = 6;
/** What the server is told within the next moment. */
const told = () => {
  vi.advanceTimersByTime(1_000);
  return vi.mocked(socketSend).mock.calls.map(([frame]) => frame);
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  vi.mocked(socketOpen).mockReturnValue(true);
  forgetReading();
  notices.list = [];
  openPage();
  return () => vi.useRealTimers();
});

describe('a channel that is read', () => {
  it('counts nothing any more, and the server is told once of several messages', () => {
    for (const seq of [11, 12]) {
      dispatch(created(said(seq, seq + 10, ben)));
      markRead(general);
    }
    expect(now()).toMatchObject({ read_seq: 12, unread: 0 });
    expect(told()).toEqual([{ type: 'read', channel: general, seq: 12 }]);
  });

  it('is marked no more as one that Aiko was added to: that line is no message', () => {
    dispatch(created(said(11, 21, ben, { kind: 'joined', mentions: [aiko] })));
    expect(now()).toMatchObject({ last_stream_seq: 10, unread: 0, mentions: 1 });
    markRead(general);
    expect(now()).toMatchObject({ read_seq: 11, mentions: 0 });
    expect(told()).toEqual([{ type: 'read', channel: general, seq: 11 }]);
  });

  it('is told of only where something was unread', () => {
    dispatch(created(said(11, 21, ben, { kind: 'joined' })));
    markRead(general);
    expect(told()).toEqual([]);
  });

  it('is told of with the next connection where there is none', () => {
    vi.mocked(socketOpen).mockReturnValue(false);
    dispatch(created(said(11, 21, ben)));
    markRead(general);
    expect(told()).toEqual([]);
    vi.mocked(socketOpen).mockReturnValue(true);
    tellReadAgain();
    expect(told()).toEqual([{ type: 'read', channel: general, seq: 11 }]);
  });

  it('is told of again with the next connection, unless the server has said that it knows', () => {
    dispatch(created(said(11, 21, ben)));
    markRead(general);
    const mark = { type: 'read', channel: general, seq: 11 };
    expect(told()).toEqual([mark]);
    tellReadAgain();
    expect(told()).toEqual([mark, mark]);
    dispatch({
      type: 'read.updated',
      rev: 8,
      channel: general,
      read_seq: 11,
      unread: 0,
      mentions: 0,
      last_seq: 11,
    } as ServerEvent);
    tellReadAgain();
    expect(told()).toEqual([mark, mark]);
  });
});

describe('a message that is marked as unread', () => {
  it('keeps its channel unread while one looks at it', async () => {
    const shown = openTimeline(general);
    vi.mocked(api.markUnread).mockResolvedValue({
      channel: general,
      read_seq: 8,
      unread: 2,
      mentions: 0,
      last_seq: 10,
    });
    await markUnread(said(9, 19, ben));
    expect(api.markUnread).toHaveBeenCalledWith(general, 9);
    expect(now()).toMatchObject({ read_seq: 8, unread: 2 });
    expect([shown.newAfter, shown.keptUnread]).toEqual([8, true]);
    clearNewLine(general);
    expect([shown.newAfter, shown.keptUnread]).toEqual([null, false]);
  });

  it('takes the place of a mark that was still to be told', async () => {
    dispatch(created(said(11, 21, ben)));
    markRead(general);
    vi.mocked(api.markUnread).mockResolvedValue({
      channel: general,
      read_seq: 10,
      unread: 1,
      mentions: 0,
      last_seq: 11,
    });
    await markUnread(said(11, 21, ben));
    expect(told()).toEqual([]);
  });
});

describe('all channels at once', () => {
  it('are read, those to which Aiko was only added, too, and that can be taken back', () => {
    channels.set(sales, row({ id: sales, name: 'sales', last_seq: 11, mentions: 1 }));
    dispatch(created(said(11, 21, ben)));
    markAllRead(3);
    expect(unreadIn(3)).toEqual([]);
    vi.mocked(api.markUnread).mockReturnValue(new Promise(() => {}));
    notices.list.at(-1)!.undo!();
    expect(unreadIn(3).map(({ id, read_seq, unread, mentions }) => [id, read_seq, unread, mentions])).toEqual([
      [general, 10, 1, 0],
      [sales, 10, 0, 1],
    ]);
    expect(told()).toEqual([]);
  });
});
