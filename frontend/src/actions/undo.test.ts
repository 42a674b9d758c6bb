import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sendLeaving } from '../api/messages';
import type { Me, Message } from '../api/types';
import { drafts } from '../state/drafts.svelte';
import { layout } from '../state/layout.svelte';
import type { Entry } from '../state/outbox.svelte';
import { outbox, outgoingThrough } from '../state/outgoing';
import { quoting } from '../state/quoting.svelte';
import { session } from '../state/session.svelte';
import { sendHeld, sendNow, takenBackUntil, undoSend } from './undo';

vi.mock('../api/messages');
vi.mock('../api/drafts');

const [aiko, general, sales, root] = [1, 5, 6, 8];
const stream = { channel: general, thread: 0 };
let connected: boolean;
let sent: Entry[];
let answer: () => void;

const held = (text: string, more: Partial<Entry> = {}) =>
  outbox.add(more.channel ?? general, text, { ...more, ...takenBackUntil() });
const leaving = () => vi.mocked(sendLeaving).mock.calls.map(([entry]) => entry.text);

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  vi.mocked(sendLeaving).mockResolvedValue({} as Message);
  vi.stubGlobal('document', { activeElement: null });
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  session.me = { id: aiko, undo_send: true } as Me;
  connected = true;
  sent = [];
  outgoingThrough({
    ready: () => connected,
    send: (entry) => {
      sent.push(entry);
      return new Promise<void>((resolve) => (answer = resolve));
    },
  });
  outbox.open(aiko);
  drafts.open(aiko);
  layout.dropPane();
  return () => vi.useRealTimers();
});

describe('a message that is taken back', () => {
  it('stands where it was written, before what was typed since, and quotes what it quoted', () => {
    const { nonce } = held('Too early', { quote: 7 });
    drafts.edit(stream, 'and more');
    undoSend(nonce);
    expect(drafts.text(stream)).toBe('Too early\nand more');
    expect(quoting.take(stream)).toBe(7);
    expect(outbox.entries).toEqual([]);
  });

  it('as a reply answers what it answered, in its thread, and goes into the channel as it did', () => {
    const { nonce } = held('At noon', { thread: root, parent: 9, to_channel: true });
    undoSend(nonce);
    expect(drafts.text({ channel: general, thread: root })).toBe('At noon');
    expect(layout.pane).toEqual({ kind: 'thread', channel: general, root, answers: 9, also: true });
  });

  it('is not, where it is on its way', () => {
    const { nonce } = held('Gone');
    vi.advanceTimersByTime(5_000);
    expect(sent.map(({ text }) => text)).toEqual(['Gone']);
    undoSend(nonce);
    expect(drafts.text(stream)).toBe('');
  });
});

describe('what could be taken back', () => {
  it('is sent at once when its channel is left', () => {
    held('here');
    held('there', { channel: sales });
    sendNow(general);
    expect(sent.map(({ text }) => text)).toEqual(['here']);
  });

  it('leaves with the page in order: the first of each channel outlives it, those behind wait in the browser', () => {
    for (const text of ['one', 'two']) held(text);
    held('elsewhere', { channel: sales });
    sendHeld();
    expect(leaving()).toEqual(['one', 'elsewhere']);
    expect(outbox.of(general).map(({ text, until }) => [text, until])).toEqual([
      ['one', undefined],
      ['two', undefined],
    ]);
  });

  it('does not overtake what is on its way when the page is left', () => {
    outbox.add(general, 'on its way');
    held('behind it');
    sendHeld();
    expect(leaving()).toEqual([]);
    answer();
  });

  it('leaves with the page where there is no connection, too', () => {
    connected = false;
    held('alone');
    sendHeld();
    expect(leaving()).toEqual(['alone']);
  });
});
