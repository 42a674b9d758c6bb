import { describe, expect, it } from 'vitest';
import type { Person } from '../../../api/types';
import { findPeople } from './people';
import { closedShortcode, triggerAt } from './trigger';

const at = (text: string) => {
  const found = triggerAt(text, text.length);
  return found && [found.kind, found.word, found.from];
};

describe('what asks for completion', () => {
  it.each([
    ['@', ['person', '', 0]],
    ['hello @be', ['person', 'be', 6]],
    ['了解です@あい', ['person', 'あい', 4]],
    ['＠たなか', ['person', 'たなか', 0]],
    ['(@ben', ['person', 'ben', 1]],
    ['#gen', ['channel', 'gen', 0]],
    ['（＃総', ['channel', '総', 1]],
    [':sm', ['emoji', 'sm', 0]],
    ['いい：tada', ['emoji', 'tada', 2]],
    [':猫', ['emoji', '猫', 0]],
    ['ok ：ねこ', ['emoji', 'ねこ', 3]],
  ])('%s', (text, found) => {
    expect(at(text)).toEqual(found);
  });

  it.each([
    'ben@example',
    'a.@b',
    '10:30',
    '場所：会議室',
    '場所:会議室',
    ':a',
    '# title',
    'a#b',
    'http://a',
    '`@b',
    '```\n@b',
  ])('is not %j', (text) => {
    expect(at(text)).toBeNull();
  });

  it('is a whole shortcode where its second colon was typed', () => {
    expect(closedShortcode('so :tada:', 9)).toEqual({ from: 3, code: 'tada' });
    for (const text of ['10:30:', '::', 'a:b:']) expect(closedShortcode(text, text.length)).toBeNull();
  });
});

const person = (id: number, name: string, username: string, reading = ''): Person => ({ id, name, username, reading });
const aiko = person(1, '佐藤愛子', 'aiko', 'さとう あいこ');
const ben = person(2, 'Ben Tanaka', 'ben', 'たなか べん');
const chie = person(3, '田中千絵', '10012', 'たなか ちえ');
const dan = person(4, 'Dan', 'dan.ben');
const all = [aiko, ben, chie, dan];
const nobody = { inside: null, speakers: [], me: 9 };
const found = (typed: string, standing = {}) =>
  findPeople(all, typed, { ...nobody, ...standing }, 8).map((one) => one.username);

describe('people', () => {
  it.each([
    ['ben', ['ben', 'dan.ben']],
    ['ＢＥＮ', ['ben', 'dan.ben']],
    ['たなか', ['10012', 'ben']],
    ['タナカ', ['10012', 'ben']],
    ['ﾀﾅｶ', ['10012', 'ben']],
    ['さとうあい', ['aiko']],
    ['愛', ['aiko']],
    ['1001', ['10012']],
    ['tana', ['ben']],
    ['nobody', []],
  ])('are found by %s', (typed, names) => {
    expect(found(typed)).toEqual(names);
  });

  it('in the channel come first, then who spoke last, and oneself at the end', () => {
    expect(found('')).toEqual(['dan.ben', 'aiko', '10012', 'ben']);
    expect(found('', { speakers: [2, 1] })).toEqual(['ben', 'aiko', 'dan.ben', '10012']);
    expect(found('', { speakers: [2, 1], inside: new Set([3, 4]) })).toEqual(['dan.ben', '10012', 'ben', 'aiko']);
    expect(found('ben', { inside: new Set([4]) })).toEqual(['dan.ben', 'ben']);
    expect(found('', { me: 4 }).at(-1)).toBe('dan.ben');
  });

  it('whose account is deleted are not found', () => {
    expect(findPeople([person(5, '', '')], '', nobody, 8)).toEqual([]);
  });

  it('are no more than fit the list', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => person(i + 1, `Person ${i}`, `person.${i}`));
    expect(findPeople(many, 'person', nobody, 8)).toHaveLength(8);
  });
});
