import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Desk } from './desk.svelte';

const open: FakeNotification[] = [];

class FakeNotification {
  onclick?: () => void;
  onclose?: () => void;

  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    open.push(this);
  }

  close() {
    open.splice(open.indexOf(this), 1);
    this.onclose?.();
  }
}

const note = (message: number, more: object = {}) => ({
  tag: `t${message}`,
  title: `Message ${message}`,
  body: '',
  sounds: false,
  about: { message, channel: 7, seq: message, thread: 0 },
  onclick: () => {},
  ...more,
});

describe('the desk', () => {
  beforeEach(() => {
    open.length = 0;
    vi.stubGlobal('Notification', FakeNotification);
    vi.stubGlobal('document', { documentElement: { lang: 'ja' } });
    vi.stubGlobal('window', { focus: () => {} });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('takes away what was read or deleted, and leaves the rest', () => {
    const desk = new Desk();
    for (const id of [1, 2, 3]) desk.show(note(id));
    desk.show(note(4, { about: undefined }));
    desk.closeWhere(({ seq }) => seq <= 2);
    expect(open.map(({ title }) => title)).toEqual(['Message 3', 'Message 4']);
    desk.clear();
    expect(open).toEqual([]);
  });

  it('leads to the message by a click, and goes', () => {
    const went: number[] = [];
    new Desk().show(note(1, { onclick: () => went.push(1) }));
    open[0]!.onclick!();
    expect([went, open]).toEqual([[1], []]);
  });

  it('is silent unless the system has to sound', () => {
    const desk = new Desk();
    desk.show(note(1));
    desk.show(note(2, { sounds: true }));
    expect(open.map(({ options }) => options.silent)).toEqual([true, false]);
  });

  it('stays empty where a page may not make notifications by itself', () => {
    vi.stubGlobal('Notification', function () {
      throw new TypeError('Illegal constructor');
    });
    expect(() => new Desk().show(note(1))).not.toThrow();
  });
});
