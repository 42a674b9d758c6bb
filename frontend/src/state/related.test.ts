import { beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../api/types';
import { latest, Related } from './related.svelte';

const said = (seq: number, more: Partial<Message> = {}): Message => ({
  id: seq,
  channel: 5,
  seq,
  rev: seq,
  author: 1,
  text: `message ${seq}`,
  created_at: seq,
  ...more,
});
const reply = (seq: number, more: Partial<Message> = {}) => said(seq, { thread: 1, parent: 1, ...more });
const seqs = (messages: Message[]) => messages.map((message) => message.seq);

let related: Related;
beforeEach(() => void (related = new Related()));

describe('below a root', () => {
  it('stand its last three replies, in whatever order they come', () => {
    related.take([reply(5), reply(3)], true);
    related.take([reply(7)], false);
    related.take([reply(4), reply(7)], false);
    expect(seqs(related.repliesTo(1))).toEqual([4, 5, 7]);
  });

  it('another takes the place of a deleted one', () => {
    related.take(
      [2, 3, 4, 5].map((seq) => reply(seq)),
      true,
    );
    related.take([reply(5, { rev: 9, deleted_at: 9 })], false);
    expect(seqs(related.repliesTo(1))).toEqual([2, 3, 4]);
  });
});

describe('what a reply answers', () => {
  it('is shown as it is now', () => {
    related.take([said(1)], true);
    related.take([said(1, { rev: 8, text: 'edited' }), said(2)], false);
    expect(related.find(1)?.text).toBe('edited');
    expect(related.find(2)).toBeUndefined();
  });

  it('is forgotten with the last message that needs it', () => {
    related.take([said(1), reply(3)], true);
    related.keepOnly([reply(3, { to_channel: true })]);
    expect(related.find(1)).toBeDefined();
    related.keepOnly([said(20)]);
    expect([related.find(1), related.repliesTo(1)]).toEqual([undefined, []]);
  });
});

describe('of two states of a root', () => {
  it('the later one is known by its rev, by its last reply, by what was deleted of them', () => {
    const [one, two] = [said(1, { replies: 1, replied_at: 5 }), said(1, { replies: 2, replied_at: 6 })];
    expect(latest(one, two)).toBe(two);
    expect(latest(two, one)).toBe(two);
    const less = said(1, { replies: 1, replied_at: 6 });
    expect(latest(two, less)).toBe(less);
    const edited = said(1, { rev: 9, replies: 0 });
    expect(latest(two, edited)).toBe(edited);
  });
});
