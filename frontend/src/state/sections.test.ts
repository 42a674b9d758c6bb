import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Me } from '../api/types';
import { titleOf } from './naming';
import { addPeople } from './people.svelte';
import { channels, channelsOf, sectionsOf, takeChannel } from './places.svelte';
import { route } from './route.svelte';
import { session } from './session.svelte';

const row = (id: number, more: Partial<Channel> = {}): Channel => ({
  id,
  workspace: 1,
  kind: 'text',
  name: `channel ${id}`,
  topic: '',
  private: false,
  manager: 0,
  everyone: true,
  history: 'all',
  category: 0,
  position: id,
  posting: 'everyone',
  pinning: 'moderators',
  created_by: 1,
  created_at: 0,
  member: true,
  last_seq: 0,
  last_stream_seq: 0,
  last_rev: 0,
  joined_seq: 0,
  read_seq: 0,
  unread: 0,
  mentions: 0,
  notify: '',
  muted: false,
  favourite: 0,
  hidden_seq: 0,
  ...more,
});
const direct = (id: number, people: number[], more: Partial<Channel> = {}) =>
  row(id, { workspace: 0, kind: 'direct', name: '', people, last_stream_seq: 5, ...more });

const listed = () =>
  sectionsOf(1).map(({ key, channels: inside }) => `${key}: ${inside.map(({ id }) => id).join(' ')}`);

beforeEach(() => {
  channels.clear();
  session.me = { id: 1, collapsed: '' } as Me;
  route.current = { at: 'chat', workspace: 1, channel: 0 };
  addPeople([
    { id: 1, name: '愛子', username: 'aiko', reading: 'あいこ' },
    { id: 2, name: '弁', username: 'ben', reading: 'べん' },
    { id: 3, name: '千絵', username: 'chie', reading: 'ちえ' },
  ]);
});

describe('the list of channels', () => {
  it('begins with my favourites in my order and ends with direct messages of every workspace', () => {
    const rows = [row(1), row(2, { favourite: 20 }), row(3, { favourite: 10 }), row(4, { workspace: 2 })];
    for (const one of [...rows, direct(5, [1, 2]), direct(6, [1, 3]), direct(7, [1])]) channels.set(one.id, one);
    expect(listed()).toEqual(['favourites: 3 2', 'channels: 1', 'direct: 7 6 5']);
  });

  it('leaves out a hidden direct channel until somebody writes', () => {
    channels.set(1, direct(1, [1, 2], { hidden_seq: 5 }));
    channels.set(2, direct(2, [1, 3], { hidden_seq: -1, last_stream_seq: 0 }));
    expect(listed().at(-1)).toBe('direct: ');
    channels.set(1, direct(1, [1, 2], { hidden_seq: 5, last_stream_seq: 6 }));
    channels.set(2, direct(2, [1, 3], { hidden_seq: -1, last_stream_seq: 1 }));
    expect(listed().at(-1)).toBe('direct: 2 1');
  });

  it('shows of a folded section what calls for me and what is open', () => {
    session.me = { id: 1, collapsed: 'channels favourites' } as Me;
    const muted = { unread: 3, muted: true };
    const rows = [row(1), row(2, { unread: 1 }), row(3, muted), row(4, { ...muted, mentions: 1 }), row(5)];
    for (const one of rows) channels.set(one.id, one);
    route.current = { at: 'chat', workspace: 1, channel: 5 };
    expect(channelsOf(1).map(({ id }) => id)).toEqual([2, 4, 5]);
  });
});

describe('a direct channel', () => {
  it('is called after the others in it, by reading, or by its own name', () => {
    expect(titleOf(direct(1, [1, 2, 3]))).toBe('千絵, 弁');
    expect(titleOf(direct(1, [1]))).toBe('愛子 (you)');
    expect(titleOf(direct(1, [1, 2, 3], { name: 'Trip' }))).toBe('Trip');
  });

  it('opens again when its row says nothing of being closed', () => {
    channels.set(1, direct(1, [1, 2], { closed: true }));
    takeChannel(direct(1, [1, 2]));
    expect(channels.get(1)!.closed).toBeFalsy();
  });
});
