import { beforeEach, describe, expect, it } from 'vitest';
import { Drafts } from './drafts.svelte';

const aiko = 1;
const general = { channel: 5, thread: 0 };
const thread = { channel: 5, thread: 40 };
const at = (text: string, updated_at: number) => ({ ...general, text, updated_at });

let kept: Map<string, string>;
let drafts: Drafts;

const storage = () =>
  ({
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  }) as unknown as Storage;

const opened = () => {
  const made = new Drafts(storage);
  made.open(aiko);
  return made;
};

beforeEach(() => {
  kept = new Map();
  drafts = opened();
});

describe('a draft', () => {
  it('is kept here until the server has it, over a reload too', () => {
    drafts.edit(general, '書きかけ', 10);
    drafts = opened();
    expect(drafts.text(general)).toBe('書きかけ');
    const [[, edit]] = drafts.pending() as [[unknown, { text: string; at: number }]];
    drafts.saved(edit, at('書きかけ', 12));
    expect(drafts.text(general)).toBe('書きかけ');
    expect(kept.size).toBe(0);
  });

  it('stays to be saved where more was typed meanwhile', () => {
    drafts.edit(general, 'one', 10);
    const edit = drafts.pendingAt(general)!;
    drafts.sends(general, edit);
    drafts.edit(general, 'one two', 11);
    drafts.saved(edit, at('one', 12));
    expect(drafts.text(general)).toBe('one two');
    expect(drafts.pending()).toHaveLength(1);
  });

  it('that was sent stays away although an older save reaches the server after the message', () => {
    drafts.edit(general, 'Good', 10);
    drafts.saved(drafts.pendingAt(general)!, at('Good', 11));
    drafts.edit(general, 'Good morning', 12);
    drafts.sends(general, drafts.pendingAt(general)!);
    drafts.edit(general, '', 13);
    drafts.take(at('', 14));
    drafts.take(at('Good morning', 15));
    expect(drafts.text(general)).toBe('');
    expect(drafts.pendingAt(general)?.text).toBe('');
    drafts.settled(general);
    drafts.saved(drafts.pendingAt(general)!, at('', 16));
    expect(drafts.text(general)).toBe('');
    expect(drafts.pending()).toEqual([]);
  });

  it('of another device appears where nothing was typed here', () => {
    drafts.take(at('from the phone', 10));
    expect(drafts.text(general)).toBe('from the phone');
    drafts.take(at('', 11));
    expect(drafts.text(general)).toBe('');
  });

  it('that is newer wins, but never over what somebody is typing', () => {
    drafts.edit(general, 'typed here', 10);
    drafts.hold(general);
    drafts.take(at('newer', 20));
    expect(drafts.text(general)).toBe('typed here');
    drafts.hold(null);
    drafts.take(at('newest', 30));
    expect(drafts.text(general)).toBe('newest');
    drafts.edit(general, 'typed later', 40);
    drafts.take(at('late to come', 35));
    expect(drafts.text(general)).toBe('typed later');
  });

  it('that ended elsewhere takes nothing away that was typed here', () => {
    drafts.edit(general, 'typed here', 10);
    drafts.take(at('', 20));
    expect(drafts.text(general)).toBe('typed here');
  });

  it('comes in any order and the newest stays', () => {
    drafts.take(at('second', 20));
    drafts.take(at('first', 10));
    expect(drafts.text(general)).toBe('second');
  });

  it('that was cut is completed by the same one in full, never the other way round', () => {
    drafts.take({ ...at('begin', 10), cut: true });
    expect(drafts.isCut(general)).toBe(true);
    drafts.take(at('beginning', 10));
    drafts.take({ ...at('begin', 10), cut: true });
    expect([drafts.text(general), drafts.isCut(general)]).toEqual(['beginning', false]);
  });

  it('marks its channel, in a thread too, until it ends or the channel is left', () => {
    expect(drafts.begun(5)).toBe(false);
    drafts.edit(thread, 'reply', 10);
    expect(drafts.begun(5)).toBe(true);
    drafts.edit(thread, '', 11);
    expect(drafts.begun(5)).toBe(false);
    drafts.take(at('x', 12));
    drafts.drop(5);
    expect([drafts.begun(5), drafts.text(general), kept.size]).toEqual([false, '', 0]);
  });

  it('that the server no longer lists is gone, what was typed here is not', () => {
    drafts.take(at('x', 12));
    drafts.edit(thread, 'reply', 13);
    drafts.takeAll([]);
    expect([drafts.text(general), drafts.text(thread), drafts.begun(5)]).toEqual(['', 'reply', true]);
  });

  it('of somebody else, or what is none, is not taken over', () => {
    kept.set('courtyard.draft.1.5.0', 'not as it is kept');
    kept.set('courtyard.draft.2.5.0', JSON.stringify({ text: 'somebody else’s', at: 10 }));
    drafts = opened();
    expect([drafts.text(general), drafts.pending()]).toEqual(['', []]);
    expect([...kept.keys()]).toEqual(['courtyard.draft.2.5.0']);
  });
});
