import { beforeEach, describe, expect, it, vi } from 'vitest';
import { channel as fetchChannel, channelChanges } from '../api/channels';
import type { Channel, Message } from '../api/types';
import { ownEmojiOf, setOwnEmoji } from '../state/own-emoji.svelte';
import { channels, workspaces } from '../state/places.svelte';
import { nameOf } from '../state/people.svelte';
import { route } from '../state/route.svelte';
import { session } from '../state/session.svelte';
import { openTimeline, timeline } from '../state/timeline.svelte';
import { aiko, ben, created, general, now, openPage, row, said } from './cast';
import { dispatch, type ServerEvent } from './index';

vi.mock('../api/channels');

beforeEach(() => {
  vi.resetAllMocks();
  openPage();
});

describe('a message of somebody else', () => {
  it('counts as unread once, however often it comes', () => {
    const event = created(said(11, 21, ben));
    dispatch(event);
    dispatch(event);
    expect(now()).toMatchObject({ last_rev: 21, last_seq: 11, unread: 1 });
  });

  it('stops counting at 100, and lines do not count', () => {
    channels.set(general, row({ unread: 100 }));
    dispatch(created(said(11, 21, ben)));
    dispatch(created(said(12, 22, ben, { kind: 'joined' })));
    expect(now()).toMatchObject({ unread: 100, last_seq: 12, last_rev: 22 });
  });

  it('counts as a mention where it names or calls me', () => {
    dispatch(created(said(11, 21, ben, { mentions: [aiko] })));
    dispatch(created(said(12, 22, ben, { mentions: [ben] })));
    dispatch(created(said(13, 23, ben, { calls: 'here' })));
    dispatch(created(said(14, 24, aiko, { calls: 'channel' })));
    expect(now()).toMatchObject({ mentions: 0, unread: 0 });
    dispatch(created(said(15, 25, ben, { calls: 'channel' })));
    expect(now()).toMatchObject({ mentions: 1, unread: 1 });
  });

  it('stands in the list that is open', () => {
    const shown = openTimeline(general);
    shown.load({ items: [said(10, 20, ben)], related: [], people: [], last_seq: 0 }, false);
    dispatch(created(said(11, 21, ben)));
    expect(shown.messages.map((message) => message.seq)).toEqual([10, 11]);
  });
});

describe('my own message', () => {
  it('marks everything before it as read', () => {
    channels.set(general, row({ unread: 3, read_seq: 7 }));
    dispatch(created(said(11, 21, aiko)));
    expect(now()).toMatchObject({ read_seq: 11, unread: 0 });
  });
});

describe('after a gap', () => {
  it('the open channel gets exactly the difference, in as many pages as it takes', async () => {
    route.current = { at: 'chat', workspace: 3, channel: general };
    const shown = openTimeline(general);
    shown.load({ items: [said(10, 20, ben)], related: [], people: [], last_seq: 0 }, false);
    vi.mocked(channelChanges)
      .mockResolvedValueOnce({
        rev: 22,
        messages: [said(11, 21, ben), said(12, 22, ben)],
        related: [],
        threads: [],
        people: [],
        more: true,
      })
      .mockResolvedValueOnce({
        rev: 24,
        messages: [said(13, 24, aiko)],
        related: [],
        threads: [],
        people: [],
        more: false,
      });
    dispatch(created(said(13, 24, aiko)));
    await vi.waitFor(() => expect(now().last_rev).toBe(24));
    expect(vi.mocked(channelChanges).mock.calls).toEqual([
      [general, 20],
      [general, 22],
    ]);
    expect(shown.messages.map((message) => message.seq)).toEqual([10, 11, 12, 13]);
    expect(now()).toMatchObject({ unread: 0, read_seq: 13 });
  });

  it('another channel gets its row', async () => {
    vi.mocked(fetchChannel).mockResolvedValue(row({ last_rev: 30, unread: 4 }));
    dispatch(created(said(15, 30, ben)));
    await vi.waitFor(() => expect(now()).toMatchObject({ last_rev: 30, unread: 4 }));
    expect(channelChanges).not.toHaveBeenCalled();
  });
});

describe('a row that comes while the channel is being opened', () => {
  it('does not hide the messages that its list lacks', async () => {
    let answer: (row: Channel) => void = () => {};
    vi.mocked(fetchChannel).mockReturnValue(new Promise((resolve) => (answer = resolve)));
    dispatch(created(said(15, 30, ben)));
    await vi.waitFor(() => expect(fetchChannel).toHaveBeenCalled());
    route.current = { at: 'chat', workspace: 3, channel: general };
    openTimeline(general).load({ items: [said(14, 29, ben)], related: [], people: [], last_seq: 0 }, false);
    vi.mocked(channelChanges).mockResolvedValue({
      rev: 30,
      messages: [said(15, 30, ben)],
      related: [],
      threads: [],
      people: [],
      more: false,
    });
    answer(row({ last_rev: 30, last_seq: 15 }));
    await vi.waitFor(() => expect(now().last_rev).toBe(30), { timeout: 5_000 });
    expect(openTimeline(general).messages.map((message) => message.seq)).toEqual([14, 15]);
  });
});

describe('a change of a message', () => {
  const updated = (message: Message, more = {}) =>
    dispatch({ type: 'message.updated', channel: general, rev: message.rev, message, ...more } as ServerEvent);
  const deleted = (message: Message) =>
    dispatch({ type: 'message.deleted', channel: general, rev: message.rev, id: message.id, message } as ServerEvent);

  it('shows the new text, and keeps what I have chosen', () => {
    const thumb = { emoji: '👍', count: 31, accounts: [ben] };
    const mine = said(10, 20, ben, { reactions: [{ ...thumb, mine: true }] });
    openTimeline(general).load({ items: [mine], related: [], people: [], last_seq: 0 }, false);
    updated(said(10, 21, ben, { text: 'better', reactions: [thumb] }));
    expect(timeline(general)?.messages).toMatchObject([{ text: 'better', reactions: [{ count: 31, mine: true }] }]);
    updated(said(10, 22, ben, { reactions: [thumb] }), { reacted: { account: aiko, emoji: '👍', added: false } });
    expect(timeline(general)?.messages[0]?.reactions?.[0]?.mine).toBe(false);
  });

  it('that I may not see moves the number on', () => {
    dispatch({ type: 'channel.touched', channel: general, rev: 21 } as ServerEvent);
    expect(now().last_rev).toBe(21);
  });

  it('takes a deleted one out of what is unread, as the server counts', async () => {
    channels.set(general, row({ unread: 2, mentions: 1, read_seq: 8 }));
    vi.mocked(fetchChannel).mockResolvedValue(row({ last_rev: 21, unread: 1, mentions: 0, read_seq: 8 }));
    deleted(said(9, 21, ben, { text: '', deleted_at: 99, deleted_by: ben }));
    await vi.waitFor(() => expect(now()).toMatchObject({ last_rev: 21, unread: 1, mentions: 0 }));
    deleted(said(7, 22, ben, { text: '', deleted_at: 99, deleted_by: ben }));
    deleted(said(10, 23, aiko, { text: '', deleted_at: 99, deleted_by: aiko }));
    expect(fetchChannel).toHaveBeenCalledTimes(1);
    expect(now().unread).toBe(1);
  });

  it('never counts a message that was deleted before I heard of it', async () => {
    route.current = { at: 'chat', workspace: 3, channel: general };
    openTimeline(general).load({ items: [said(10, 20, ben)], related: [], people: [], last_seq: 0 }, false);
    const gone = said(11, 22, ben, { text: '', deleted_at: 99, deleted_by: ben });
    vi.mocked(channelChanges).mockResolvedValue({
      rev: 22,
      messages: [gone],
      related: [],
      people: [],
      threads: [],
      more: false,
    });
    vi.mocked(fetchChannel).mockResolvedValue(row({ last_rev: 22, last_seq: 11, last_stream_seq: 11 }));
    deleted(gone);
    await vi.waitFor(() => expect(now()).toMatchObject({ last_rev: 22, last_seq: 11, unread: 0 }));
  });
});

describe('events of workspaces and accounts', () => {
  it('change my own role with what depends on it', () => {
    dispatch({ type: 'role.changed', workspace: 3, rev: 5, account: aiko, role: 'member' } as ServerEvent);
    expect(workspaces.get(3)).toMatchObject({ role: 'member', rev: 5 });
  });

  it('take away what I was removed from', () => {
    dispatch({ type: 'workspace.left', rev: 8, workspace: 3 } as ServerEvent);
    expect([workspaces.size, channels.size, session.me?.rev]).toEqual([0, 0, 8]);
  });

  it('leave nothing of a lost channel behind that would lack messages after coming back', () => {
    openTimeline(general).load({ items: [said(10, 20, ben)], related: [], people: [], last_seq: 0 }, false);
    dispatch({ type: 'workspace.left', rev: 8, workspace: 3 } as ServerEvent);
    expect(timeline(general)).toBeUndefined();
    openTimeline(general);
    dispatch({ type: 'channel.left', rev: 9, channel: general } as ServerEvent);
    expect(timeline(general)).toBeUndefined();
  });

  it('bring the read mark that another tab has set', () => {
    channels.set(general, row({ unread: 2 }));
    const mark = { channel: general, read_seq: 10, unread: 0, mentions: 0 };
    dispatch({ type: 'read.updated', rev: 8, ...mark } as ServerEvent);
    expect(now().unread).toBe(0);
  });

  it('of a type that is not known change nothing', () => {
    dispatch({ type: 'from.the.future' });
    expect(now()).toEqual(row());
  });
});

describe('somebody leaves', () => {
  const left = (more = {}) => {
    const event: ServerEvent = { type: 'member.left', workspace: 3, rev: 5, account: ben, ...more };
    dispatch(event);
  };

  it('and is called as before on what was said', () => {
    left();
    expect(nameOf(ben)).toBe('Ben');
  });

  it('and has no name any more where the account is deleted', () => {
    left({ deleted: true });
    expect(nameOf(ben)).not.toBe('Ben');
  });
});

describe("a workspace's own emoji", () => {
  const cat = { id: 7, name: 'cat', by: ben };

  it('comes and goes where the others are known', () => {
    dispatch({ type: 'emoji.created', workspace: 3, rev: 5, emoji: cat } as ServerEvent);
    expect(ownEmojiOf(3)).toBeUndefined();
    setOwnEmoji(3, []);
    dispatch({ type: 'emoji.created', workspace: 3, rev: 6, emoji: cat } as ServerEvent);
    expect(ownEmojiOf(3)).toEqual([cat]);
    dispatch({ type: 'emoji.deleted', workspace: 3, rev: 7, id: 7 } as ServerEvent);
    expect(ownEmojiOf(3)).toEqual([]);
    expect(workspaces.get(3)).toMatchObject({ rev: 7 });
  });
});
