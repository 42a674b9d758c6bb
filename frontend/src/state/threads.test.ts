import { beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../api/types';
import { threads } from './threads.svelte';

const [aiko, ben] = [1, 2];
const root = 10;

const reply = (seq: number, author: number, more: Partial<Message> = {}): Message => ({
  id: seq,
  channel: 5,
  seq,
  rev: seq,
  author,
  text: 'x',
  created_at: seq,
  thread: root,
  parent: root,
  ...more,
});

beforeEach(() => threads.clear());

describe('a thread', () => {
  it('is marked by replies of others where I follow it', () => {
    threads.hear(reply(11, ben), [aiko, ben], aiko);
    threads.hear(reply(12, ben, { mentions: [aiko] }), [aiko, ben], aiko);
    expect(threads.of(root)).toMatchObject({ following: true, unread: 2, mentions: 1, read_seq: 10 });
    expect(threads.unread).toHaveLength(1);
  });

  it('is not where I do not', () => {
    threads.hear(reply(11, ben), [ben], aiko);
    expect(threads.unread).toEqual([]);
    threads.hear(reply(12, ben), [aiko, ben], aiko);
    threads.hear(reply(13, ben), [ben], aiko);
    expect(threads.of(root)).toMatchObject({ following: false, unread: 0 });
  });

  it('is read by an answer of mine, and counts no reply twice', () => {
    threads.hear(reply(11, ben), [aiko], aiko);
    threads.hear(reply(12, aiko), [aiko], aiko);
    threads.hear(reply(11, ben), [aiko], aiko);
    expect(threads.of(root)).toMatchObject({ unread: 0, read_seq: 12 });
  });

  it('is as the server says after a gap', () => {
    threads.hear(reply(11, ben), [aiko], aiko);
    threads.heal([reply(12, ben)], []);
    expect(threads.of(root)).toBeUndefined();
    const mine = { thread: root, channel: 5, following: true, read_seq: 10, unread: 7, mentions: 0 };
    threads.heal([reply(13, ben)], [mine]);
    expect(threads.of(root)).toEqual(mine);
    threads.drop(5);
    expect(threads.unread).toEqual([]);
  });
});
