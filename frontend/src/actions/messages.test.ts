import { beforeEach, describe, expect, it, vi } from 'vitest';
import { channel, channelChanges } from '../api/channels';
import { people as fetchPeople } from '../api/me';
import { messages, pins } from '../api/messages';
import { replies } from '../api/threads';
import type { Message, MessagePage } from '../api/types';
import { ben, general, openPage, row, said } from '../events/cast';
import { dispatch, type ServerEvent } from '../events';
import { nameOf, people } from '../state/people.svelte';
import { takeChannel } from '../state/places.svelte';
import { route } from '../state/route.svelte';
import { closeThread, openThread, openTimeline } from '../state/timeline.svelte';
import { askEarly, jumpToNewest, loadNewer, loadOlder, reloadMessages, showMessages, showThread } from './messages';
import { loadPins } from './pins';

vi.mock('../api/channels');
vi.mock('../api/me');
vi.mock('../api/messages', async (original) => ({ ...(await original()), messages: vi.fn(), pins: vi.fn() }));
vi.mock('../api/threads');

/** Somebody new each time: who was asked for once is not asked for again. */
let chika = 100;
const root = 8;

const page = (items: Message[], more: Partial<MessagePage> = {}): MessagePage => ({
  items,
  related: [],
  people: [],
  last_seq: 10,
  ...more,
});
const liked = (seq = 10) =>
  said(seq, 20, ben, { reactions: [{ emoji: '🎉', count: 1, accounts: [chika], mine: false }] });
const seesChika = () => vi.waitFor(() => expect(nameOf(chika)).toBe('Chika'));

beforeEach(() => {
  vi.resetAllMocks();
  openPage();
  people.delete(++chika);
  route.current = { at: 'chat', workspace: 3, channel: general };
  vi.mocked(fetchPeople).mockImplementation(async (ids) => ({
    items: ids.map((id) => ({ id, name: 'Chika', username: 'chika' })),
  }));
});

describe('Chika, who reacted and whom the answer does not name, is called by her name', () => {
  it('in the first page, also where that was asked for before all else', async () => {
    vi.mocked(messages).mockResolvedValue(page([liked()]));
    askEarly(general);
    showMessages(general);
    await seesChika();
    expect(messages).toHaveBeenCalledOnce();
  });

  it('at the root of a thread', async () => {
    vi.mocked(replies).mockResolvedValue(page([said(11, 21, ben, { thread: root })], { root: liked(root) }));
    const shown = showThread(general, root);
    await seesChika();
    closeThread(shown);
  });

  it('beside a page', async () => {
    vi.mocked(messages).mockResolvedValue(page([said(10, 20, ben, { replies: 1 })], { related: [liked(11)] }));
    showMessages(general);
    await seesChika();
  });

  it('among the pinned messages', async () => {
    vi.mocked(pins).mockResolvedValue(page([liked()]));
    await loadPins(general);
    await seesChika();
  });

  it('as who pinned or deleted a message, too', async () => {
    vi.mocked(messages).mockResolvedValue(
      page([said(9, 19, ben, { pinned_by: chika }), said(10, 20, ben, { deleted_by: chika })]),
    );
    showMessages(general);
    await seesChika();
  });
});

describe('after a gap', () => {
  const gap = (): ServerEvent => ({ type: 'message.updated', channel: general, rev: 25, message: said(1, 25, ben) });
  const changes = { rev: 25, messages: [], related: [], threads: [], people: [], more: false };

  it('who reacted meanwhile is called by name', async () => {
    openTimeline(general).load(page([said(10, 20, ben)]), false);
    vi.mocked(channelChanges).mockResolvedValue({ ...changes, messages: [liked()] });
    dispatch(gap());
    await seesChika();
  });

  it('that no difference heals, those of the stream and of the open thread are', async () => {
    openTimeline(general).load(page([said(10, 20, ben)]), false);
    const thread = openThread(general, root);
    vi.mocked(channelChanges).mockResolvedValue({ ...changes, reset: true });
    vi.mocked(channel).mockResolvedValue(row({ last_rev: 25 }));
    vi.mocked(messages).mockResolvedValue(page([said(10, 20, ben)]));
    vi.mocked(replies).mockResolvedValue(page([liked(11)]));
    dispatch(gap());
    await seesChika();
    closeThread(thread);
  });
});

describe('a page that comes after another has taken the place of what it continues is left', () => {
  const seqs = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => said(from + i, 20, ben));
  const newest = () => page(seqs(80, 90), { next: 80, last_seq: 90 });

  for (const [which, load] of [
    ['older', loadOlder],
    ['newer', loadNewer],
  ] as const) {
    it(which, async () => {
      const shown = openTimeline(general);
      shown.load(page(seqs(20, 30)), true);
      let answer: (late: MessagePage) => void = () => {};
      vi.mocked(messages).mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
      const late = load(shown);
      vi.mocked(messages).mockResolvedValueOnce(newest());
      await jumpToNewest(shown);
      answer(page(which === 'older' ? seqs(10, 19) : seqs(31, 40), { next: 10, last_seq: 90 }));
      await late;
      expect(shown.messages.map((one) => one.seq)).toEqual(seqs(80, 90).map((one) => one.seq));
      expect([shown.before, shown.atNewest]).toEqual([80, true]);
    });
  }
});

it('a channel in which nothing has been read yet, and much is unread, begins at its first message', async () => {
  takeChannel(row({ read_seq: 0, unread: 45, last_seq: 45 }));
  vi.mocked(messages).mockResolvedValue(page([said(1, 20, ben)], { last_seq: 45 }));
  const shown = reloadMessages(general);
  await vi.waitFor(() => expect(shown.status).toBe('ready'));
  expect(vi.mocked(messages).mock.calls[0]![1]).toMatchObject({ around: 1 });
});
