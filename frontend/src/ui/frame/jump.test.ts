import { describe, expect, it } from 'vitest';
import type { Channel, Person, Workspace } from '../../api/types';
import { findTargets, targets } from './jump';

const [me, ben, chie] = [1, 2, 3];
const channel = (id: number, name: string, more: Partial<Channel> = {}) =>
  ({ id, name, workspace: 1, kind: 'text', history: 'all', unread: 0, mentions: 0, muted: false, ...more }) as Channel;
const person = (id: number, name: string, username: string, reading?: string): Person => ({
  id,
  name,
  username,
  reading,
});

const places = {
  me,
  workspaces: [
    { id: 1, name: '総務部' },
    { id: 2, name: 'Sales' },
  ] as Workspace[],
  channels: [
    channel(1, 'general'),
    channel(2, 'カレー部'),
    channel(3, 'ｶﾗｵｹ', { unread: 1 }),
    channel(4, 'old general', { archived_at: 1 }),
    channel(5, 'sales-osaka', { workspace: 2 }),
    channel(6, '', { kind: 'direct', workspace: 0, people: [me, ben], unread: 2 }),
    channel(7, '', { kind: 'direct', workspace: 0, people: [me, ben, chie], history: 'joining' }),
  ],
  people: [
    person(me, '佐藤 愛子', 'aiko', 'さとう あいこ'),
    person(ben, 'Ben', 'ben'),
    person(chie, '千恵', 'chie', 'ちえ'),
  ],
  titleOf: (one: Channel) => one.name || 'Ben, 千恵',
};

const recent = [5, 1];
const all = targets(places);
const found = (text: string) => findTargets(text, all, recent).map(({ group, name }) => `${group} ${name}`);

describe('the jump', () => {
  it('finds whatever the kana, the width and the case', () => {
    expect(found('かれー')).toEqual(['channels カレー部']);
    expect(found('カラ')).toEqual(['channels ｶﾗｵｹ']);
    expect(found('ＧＥＮ')).toEqual(['channels general']);
    expect(found('#gen')).toEqual(['channels general']);
  });

  it('finds people by name, reading and username, a name without its blank too', () => {
    expect(found('チエ')).toEqual(['people 千恵']);
    expect(found('佐藤愛')).toEqual(['people 佐藤 愛子']);
    expect(found('さとうあ')).toEqual(['people 佐藤 愛子']);
    expect(found('@aiko')).toEqual(['people 佐藤 愛子']);
  });

  it('puts a person and the direct channel with that person into one row, and a group into its own', () => {
    expect(found('ben')).toEqual(['people Ben', 'people Ben, 千恵']);
    expect(all.find(({ name }) => name === 'Ben')).toMatchObject({ unread: true, channel: { id: 6 } });
  });

  it('puts beginnings before words before the rest, and what is unread before what is not', () => {
    expect(found('か')).toEqual(['channels ｶﾗｵｹ', 'channels カレー部']);
    expect(found('sa')).toEqual(['channels sales-osaka', 'workspaces Sales']);
    expect(found('osaka')).toEqual(['channels sales-osaka']);
    expect(found('n')[0]).toBe('people Ben');
    expect(found('chi')[0]).toBe('people 千恵');
  });

  it('shows where one was last when nothing is typed, then what waits', () => {
    expect(found('')).toEqual([
      'recent sales-osaka',
      'recent general',
      'channels ｶﾗｵｹ',
      'channels カレー部',
      'people Ben',
      'workspaces Sales',
      'workspaces 総務部',
    ]);
  });

  it('leaves out archived channels, and more than ten of a kind', () => {
    expect(found('old')).toEqual([]);
    const crowd = Array.from({ length: 30 }, (_, i) => person(i + 10, `Member ${i}`, `m${i}`));
    expect(findTargets('mem', targets({ ...places, people: crowd }), [])).toHaveLength(10);
  });
});
