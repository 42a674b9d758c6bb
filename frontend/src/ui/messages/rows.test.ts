import { describe, expect, it } from 'vitest';
import type { Message } from '../../api/types';
import { dayKey } from '../../time/format';
import { buildRows, heldBack, langOf, type MessageRow } from './rows';

const [aiko, ben] = [1, 2];
const noon = Date.UTC(2026, 10, 20, 3);
const minute = 60_000;
let seq = 0;

function said(author: number, at: number, more: Partial<Message> = {}): Message {
  seq++;
  return { id: seq, channel: 1, seq, rev: seq, author, text: 'text', created_at: noon + at * minute, ...more };
}

const options = { me: aiko, newAfter: null, whole: true, dayOf: (time: number) => dayKey(time, 'Asia/Tokyo') };
const rowsOf = (messages: Message[], more = {}) =>
  buildRows(messages, [], { ...options, ...more }).filter((row): row is MessageRow => row.kind === 'message');

describe('the rows of the message list', () => {
  it('group one author within five minutes', () => {
    const rows = rowsOf([said(aiko, 0), said(aiko, 4), said(aiko, 9), said(ben, 9), said(aiko, 9)]);
    expect(rows.map((row) => row.follows)).toEqual([false, true, false, false, false]);
  });

  it('do not group over a line about a person', () => {
    const rows = rowsOf([said(ben, 0), said(ben, 0, { kind: 'joined' }), said(ben, 0)]);
    expect(rows.map((row) => row.follows)).toEqual([false, false, false]);
  });

  it('have a day line where the day of the reader changes', () => {
    const rows = rowsOf([said(aiko, 0), said(aiko, 12 * 60 - 1), said(aiko, 12 * 60)]);
    expect(rows.map((row) => row.day)).toEqual([true, false, true]);
    expect(rows[2]!.follows).toBe(false);
  });

  it('have one "new" line, before the first unread message of others', () => {
    const messages = [said(ben, 0), said(aiko, 0), said(ben, 0, { kind: 'joined' }), said(ben, 1), said(ben, 1)];
    const rows = rowsOf(messages, { newAfter: messages[0]!.seq });
    expect(rows.map((row) => row.fresh)).toEqual([false, false, false, true, false]);
  });

  it('do not change when an older page comes', () => {
    const older = [said(ben, 0), said(ben, 1)];
    const newer = [said(ben, 2), said(ben, 3), said(aiko, 3)];
    const before = rowsOf(newer, { whole: false });
    expect(rowsOf([...older, ...newer]).slice(-2)).toEqual(before);
  });

  it('begin with the beginning, once it is loaded', () => {
    const line = said(aiko, 0, { kind: 'joined' });
    expect(buildRows([line], [], options)[0]).toMatchObject({ kind: 'beginning', silent: true });
    expect(buildRows([line, said(ben, 0)], [], options)[0]).toMatchObject({ kind: 'beginning', silent: false });
    expect(buildRows([said(ben, 0), said(ben, 0)], [], { ...options, whole: false })[0]).toMatchObject({
      kind: 'message',
    });
  });

  it('end with what waits, once: an entry that the server has is not shown again', () => {
    const messages = [said(aiko, 0, { nonce: 'stored-nonce' })];
    const entry = { channel: 1, text: 'text', created_at: noon + minute };
    const rows = buildRows(
      messages,
      [
        { ...entry, nonce: 'stored-nonce' },
        { ...entry, nonce: 'waiting' },
      ],
      options,
    );
    expect(rows.map((row) => row.key)).toEqual(['beginning', 'nstored-nonce', 'nwaiting']);
    expect(rows[2]).toMatchObject({ kind: 'pending', follows: true });
  });
});

describe('the rows that are held back until the end is painted', () => {
  const many = Array.from({ length: 100 }, (_, i) => said(ben, i));

  it('are those above one window, which needs fewer rows where each has a name', () => {
    const alone = Array.from({ length: 100 }, (_, i) => said(ben, 6 * i));
    expect(heldBack(buildRows(many, [], options), 480)).toBe(101 - 20);
    expect(heldBack(buildRows(alone, [], options), 480)).toBe(101 - 9);
    expect(heldBack(buildRows(many.slice(0, 10), [], options), 480)).toBe(0);
  });

  it('never are those from the "new" line on', () => {
    const rows = (after: number) => buildRows(many, [], { ...options, newAfter: many[after]!.seq });
    expect(heldBack(rows(50), 480)).toBe(0);
    expect(heldBack(rows(90), 480)).toBe(101 - 19);
  });
});

describe('the language of a message', () => {
  it('is Japanese when it has kana, else left open', () => {
    expect([langOf('会議です'), langOf('カイギ'), langOf('会議'), langOf('meeting')]).toEqual([
      'ja',
      'ja',
      undefined,
      undefined,
    ]);
  });
});
