import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from '../api/threads';
import type { ListedThread, Thread } from '../api/types';
import { aiko, ben, created, general, openPage, said } from '../events/cast';
import { dispatch, type ServerEvent } from '../events';
import { connection } from '../state/connection.svelte';
import { threads } from '../state/threads.svelte';
import { markThreadRead } from './threads';

vi.mock('../api/threads');

const [root, other] = [8, 9];
const mine = (more: Partial<Thread> = {}): Thread => ({
  thread: root,
  channel: general,
  following: true,
  read_seq: 10,
  unread: 1,
  mentions: 0,
  ...more,
});
const listed = (...list: Thread[]) => ({
  items: list.map((one): ListedThread => ({ ...one, newest: said(one.read_seq, 20, ben) })),
  people: [],
});
const reply = (seq: number, rev = seq + 10, more = {}) => said(seq, rev, ben, { thread: root, parent: root, ...more });

beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(api.myThreads).mockResolvedValue(listed());
  openPage();
  threads.clear();
  connection.status = 'open';
});

describe('a thread that is read', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it('is unread again a while after the server did not take it', async () => {
    threads.take(mine());
    vi.mocked(api.readThread).mockRejectedValueOnce(new Error('away'));
    await markThreadRead(root, 11);
    expect(threads.of(root)).toMatchObject({ read_seq: 11, unread: 0 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(threads.of(root)).toEqual(mine());
  });

  it('stays read where a later try succeeded meanwhile', async () => {
    threads.take(mine());
    vi.mocked(api.readThread).mockRejectedValueOnce(new Error('away'));
    await markThreadRead(root, 11);
    threads.take(mine({ read_seq: 11, unread: 1 }));
    await markThreadRead(root, 12);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(threads.of(root)).toMatchObject({ read_seq: 12, unread: 0 });
  });
});

describe('an unread reply', () => {
  const thread = { root, replies: 1, replied_at: 1, followers: [aiko] };
  const deleted = (message = reply(12, 23, { deleted_at: 5, text: '' })): ServerEvent =>
    ({ type: 'message.deleted', channel: general, rev: message.rev, message, thread }) as ServerEvent;

  beforeEach(() => {
    dispatch({ ...created(reply(11, 21)), thread } as ServerEvent);
    dispatch({ ...created(reply(12, 22, { mentions: [aiko] })), thread } as ServerEvent);
    expect(threads.of(root)).toMatchObject({ unread: 2, mentions: 1 });
  });

  it('that is deleted counts no more, nor does whom it called: the server says what is left', async () => {
    vi.mocked(api.myThreads).mockResolvedValue(listed(mine({ unread: 1 })));
    dispatch(deleted());
    await vi.waitFor(() => expect(threads.of(root)).toEqual(mine({ unread: 1 })));
    expect(api.myThreads).toHaveBeenCalledOnce();
  });

  it('that is edited may call Aiko no more', async () => {
    vi.mocked(api.myThreads).mockResolvedValue(listed(mine({ unread: 2 })));
    dispatch({
      type: 'message.updated',
      channel: general,
      rev: 23,
      message: reply(12, 23, { edited_at: 5 }),
    } as ServerEvent);
    await vi.waitFor(() => expect(threads.of(root)).toMatchObject({ unread: 2, mentions: 0 }));
  });

  it('that is deleted while the server is asked is asked about again', async () => {
    let answer!: (page: ReturnType<typeof listed>) => void;
    vi.mocked(api.myThreads).mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    dispatch(deleted());
    dispatch(deleted(reply(11, 24, { deleted_at: 6, text: '' })));
    answer(listed(mine({ unread: 1 })));
    await vi.waitFor(() => expect(threads.unread).toEqual([]));
  });

  it('leaves the threads alone that Aiko follows and has read', async () => {
    threads.take(mine({ thread: other, unread: 0 }));
    dispatch(deleted());
    await vi.waitFor(() => expect(threads.unread).toEqual([]));
    expect(threads.of(other)).toEqual(mine({ thread: other, unread: 0 }));
    expect(threads.of(root)).toMatchObject({ following: true, unread: 0, mentions: 0 });
  });

  it('is nothing to ask about when it was read, or is Aiko’s own', () => {
    dispatch(deleted(reply(9, 23, { deleted_at: 5, text: '' })));
    dispatch(deleted({ ...reply(12, 24, { deleted_at: 5, text: '' }), author: aiko }));
    expect(api.myThreads).not.toHaveBeenCalled();
  });
});
