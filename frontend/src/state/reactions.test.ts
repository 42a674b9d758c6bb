import { describe, expect, it } from 'vitest';
import type { Message } from '../api/types';
import { asMine, withMine } from './reactions';

const aiko = 1;
const ben = 2;
const message = (reactions?: Message['reactions']): Message => ({
  id: 7,
  channel: 1,
  seq: 3,
  rev: 9,
  author: ben,
  text: 'cake',
  created_at: 0,
  reactions,
});

describe('an event, which goes to everybody', () => {
  const sent = message([{ emoji: '👍', count: 40, accounts: [ben] }]);

  it('keeps what I have chosen', () => {
    const known = message([{ emoji: '👍', count: 39, accounts: [ben], mine: true }]);
    expect(asMine(sent, known, aiko).reactions?.[0]?.mine).toBe(true);
    expect(asMine(sent, undefined, aiko).reactions?.[0]?.mine).toBe(false);
  });

  it('tells what I chose or took back in another tab', () => {
    const known = message([{ emoji: '👍', count: 41, accounts: [ben], mine: true }]);
    const reacted = { account: aiko, emoji: '👍', added: false };
    expect(asMine(sent, known, aiko, reacted).reactions?.[0]?.mine).toBe(false);
    expect(asMine(sent, undefined, aiko, { ...reacted, added: true }).reactions?.[0]?.mine).toBe(true);
    expect(asMine(sent, known, aiko, { ...reacted, account: ben }).reactions?.[0]?.mine).toBe(true);
  });
});

describe('my own choice', () => {
  it('is seen before the server has it, and taken back', () => {
    const chosen = withMine(message(), '🎉', aiko, true);
    expect(chosen.reactions).toEqual([{ emoji: '🎉', count: 1, accounts: [aiko], mine: true }]);
    expect(withMine(chosen, '🎉', aiko, true)).toBe(chosen);
    expect(withMine(chosen, '🎉', aiko, false).reactions).toEqual([]);
  });
});
