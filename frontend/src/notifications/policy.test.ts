import { describe, expect, it } from 'vitest';
import { Policy, type Heard } from './policy';

const [aiko, ben] = [1, 2];
const noon = Date.UTC(2026, 10, 20, 3, 0); // 12:00 in Tokyo
const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 20, hour - 9, minute);

const wishes = { id: aiko, keywords: '', quiet_from: 0, quiet_to: 0, dnd_until: 0 };
const judged = (heard: Partial<Heard> & { says?: Partial<Heard['message']> }, more: Partial<typeof wishes> = {}) =>
  new Policy({ ...wishes, ...more }, 'Asia/Tokyo').verdict({
    text: 'Good morning',
    channel: { kind: 'text', muted: false, notify: '' },
    workspace: '',
    followed: false,
    now: noon,
    ...heard,
    message: { author: ben, ...heard.says },
  });

const named = { mentions: [aiko] };
const direct: Heard['channel'] = { kind: 'direct', muted: false, notify: '' };

describe('what Aiko is told of', () => {
  it('is never what she wrote herself, or a line', () => {
    expect(judged({ channel: direct, says: { author: aiko } })).toBe('silent');
    expect(judged({ channel: direct, says: { kind: 'joined' } })).toBe('silent');
  });

  it('is every direct message, and elsewhere what names or calls her', () => {
    expect(judged({ channel: direct })).toBe('notify');
    expect(judged({})).toBe('badge');
    expect(judged({ says: named })).toBe('notify');
    expect(judged({ says: { calls: 'channel' } })).toBe('notify');
    expect(judged({ says: { mentions: [3] } })).toBe('badge');
  });

  it('is that somebody has added her to a channel', () => {
    const added = { kind: 'joined', author: aiko } as const;
    expect(judged({ says: { ...added, ...named } })).toBe('notify');
    expect(judged({ says: added })).toBe('silent');
    expect(judged({ says: { kind: 'joined', author: ben, mentions: [ben] } })).toBe('silent');
  });

  it('follows the channel’s level before the workspace’s', () => {
    expect(judged({ workspace: 'all' })).toBe('notify');
    expect(judged({ workspace: 'nothing', says: named })).toBe('badge');
    expect(judged({ workspace: 'nothing', channel: { ...direct, kind: 'text', notify: 'all' } })).toBe('notify');
    expect(judged({ workspace: 'all', channel: { ...direct, kind: 'text', notify: 'mentions' } })).toBe('badge');
  });

  it('is nothing of a muted channel, but a mark where it names her', () => {
    const channel = { ...direct, muted: true };
    expect(judged({ channel })).toBe('silent');
    expect(judged({ channel, says: { calls: 'channel' } })).toBe('silent');
    expect(judged({ channel, says: named })).toBe('badge');
  });

  it('is a reply where she follows the thread, is named, or gets it in the channel', () => {
    const says = { thread: 7 };
    expect(judged({ says, workspace: 'all' })).toBe('badge');
    expect(judged({ says: { ...says, to_channel: true }, workspace: 'all' })).toBe('notify');
    expect(judged({ says, followed: true })).toBe('notify');
    expect(judged({ says: { ...says, ...named } })).toBe('notify');
  });

  it('is a call in a thread only where she follows it, or gets it in the channel', () => {
    const says = { thread: 7, calls: 'channel' } as const;
    expect(judged({ says })).toBe('badge');
    expect(judged({ says, followed: true })).toBe('notify');
    expect(judged({ says: { ...says, to_channel: true } })).toBe('notify');
  });

  it('waits until she may be disturbed, also over midnight and in her own zone', () => {
    const says = named;
    const night = { quiet_from: 22 * 60, quiet_to: 7 * 60 };
    expect(judged({ says, now: at(21, 59) }, night)).toBe('notify');
    expect(judged({ says, now: at(22) }, night)).toBe('badge');
    expect(judged({ says, now: at(6, 59) }, night)).toBe('badge');
    expect(judged({ says, now: at(7) }, night)).toBe('notify');
    const lunch = { quiet_from: 12 * 60, quiet_to: 13 * 60 };
    expect(judged({ says, now: at(12, 30) }, lunch)).toBe('badge');
    expect(judged({ says, now: at(13) }, lunch)).toBe('notify');
    expect(judged({ says }, { dnd_until: noon + 1 })).toBe('badge');
    expect(judged({ says }, { dnd_until: noon })).toBe('notify');
  });
});

describe('a keyword', () => {
  const hit = (keywords: string, text: string) => judged({ text }, { keywords }) === 'notify';

  it('is a whole word where words are parted, and anywhere in Japanese', () => {
    expect(hit('AI', 'The ai is late.')).toBe(true);
    expect(hit('AI', 'It rains again.')).toBe(false);
    expect(hit('AI', 'AIの会議')).toBe(true);
    expect(hit('会議', '定例会議室')).toBe(true);
    expect(hit('café', 'a café!')).toBe(true);
    expect(hit('caf', 'a café!')).toBe(false);
  });

  it('does not mind case, width, the two kana, or what else stands on its line', () => {
    expect(hit('ｶﾚｰ\n  Osaka ', 'きょうはかれー')).toBe(true);
    expect(hit('ｶﾚｰ\n  Osaka ', 'from ＯＳＡＫＡ')).toBe(true);
    expect(hit('かな', 'カナ')).toBe(true);
  });

  it('has no signs of its own', () => {
    expect(hit('C++', 'I like C++, too')).toBe(true);
    expect(hit('.*', 'anything')).toBe(false);
    expect(hit('\n\n', 'anything')).toBe(false);
  });
});
