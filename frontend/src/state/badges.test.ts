import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../api/types';
import { badges, shownCount } from './badges.svelte';
import { channels } from './places.svelte';

const put = (row: Partial<Channel>) => {
  const id = channels.size + 1;
  channels.set(id, { id, workspace: 1, kind: 'text', unread: 0, mentions: 0, muted: false, ...row } as Channel);
};

describe('badges', () => {
  beforeEach(() => channels.clear());

  it('count mentions and direct messages, and say that there is more', () => {
    put({ unread: 5 });
    expect(badges.all).toEqual({ count: 0, unread: true });
    put({ unread: 2, mentions: 1 });
    put({ workspace: 0, kind: 'direct', unread: 3 });
    expect(badges.all).toEqual({ count: 4, unread: true });
  });

  it('leave out what is archived, and of what is muted all but mentions', () => {
    put({ unread: 4, mentions: 2, muted: true });
    put({ workspace: 0, kind: 'direct', unread: 3, muted: true });
    put({ unread: 4, mentions: 2, archived_at: 1 });
    expect(badges.all).toEqual({ count: 2, unread: false });
  });

  it('stand at the workspace whose channels they are of', () => {
    put({ unread: 1, mentions: 1 });
    put({ workspace: 2, unread: 1 });
    put({ workspace: 0, kind: 'direct', unread: 3 });
    expect(badges.workspace(1)).toEqual({ count: 1, unread: true });
    expect(badges.workspace(2)).toEqual({ count: 0, unread: true });
    expect(badges.workspace(3)).toEqual({ count: 0, unread: false });
  });

  it('show no more than two digits', () => {
    expect([1, 99, 100].map(shownCount)).toEqual(['1', '99', '99+']);
  });
});
