import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer, MemoryStorage, openedOutbox } from './cast';
import type { Outbox } from './outbox.svelte';

const aiko = 1;

let server: FakeServer;
let storage: MemoryStorage;
let outbox: Outbox;

const newOutbox = () => openedOutbox(aiko, server, storage);
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  storage = new MemoryStorage();
  outbox = newOutbox();
});
afterEach(() => void vi.useRealTimers());

describe('a message with files', () => {
  const waits = (text: string, ...uploads: string[]) => outbox.add(5, text, { uploads });

  it('waits for the last of them, and is overtaken meanwhile', async () => {
    waits('the plans', 'a', 'b');
    outbox.add(5, 'in the meantime');
    await settle();
    expect(server.texts).toEqual(['in the meantime']);
    server.files.add('a');
    outbox.flush();
    await settle();
    expect(server.texts).toHaveLength(1);
    server.files.add('b');
    outbox.flush();
    await settle();
    expect(server.texts).toEqual(['in the meantime', 'the plans']);
    expect(storage.length).toBe(0);
  });

  it('keeps the order among those that are ready', async () => {
    for (const text of ['one', 'two', 'three']) waits(text, text);
    server.files.add('three').add('one');
    outbox.flush();
    await settle();
    expect(server.texts).toEqual(['one', 'three']);
    server.files.add('two');
    outbox.flush();
    await settle();
    expect(server.texts).toEqual(['one', 'three', 'two']);
  });

  it('waits on over a reload', async () => {
    waits('the plans', 'a');
    const reloaded = newOutbox();
    reloaded.flush();
    await settle();
    expect(server.texts).toEqual([]);
    server.files.add('a');
    reloaded.flush();
    await settle();
    expect(server.texts).toEqual(['the plans']);
  });

  it('can send its text at once, and its files later in a message of their own', async () => {
    const { nonce } = outbox.add(5, 'the plans', { uploads: ['a'], thread: 3, parent: 4, quote: 2 });
    const files = outbox.sendText(nonce)!;
    await settle();
    expect(server.stored).toMatchObject([{ text: 'the plans', nonce, thread: 3, quote: 2, uploads: undefined }]);
    expect(outbox.entries).toMatchObject([{ text: '', nonce: files.nonce, thread: 3, parent: 4, uploads: ['a'] }]);
    server.files.add('a');
    outbox.flush();
    await settle();
    expect(server.texts).toEqual(['the plans', '']);
  });

  it('has no text to send before its files where it has none, or they are there', async () => {
    server.online = false;
    expect(outbox.sendText(waits('', 'a').nonce)).toBeUndefined();
    server.files.add('b');
    expect(outbox.sendText(waits('both', 'b').nonce)).toBeUndefined();
    expect(outbox.entries).toHaveLength(2);
  });

  it('goes without a file that is taken away, and not at all where nothing is left', async () => {
    const { nonce } = waits('the plans', 'a', 'b');
    server.files.add('a');
    outbox.detach(nonce, 'b');
    await settle();
    expect(server.stored).toMatchObject([{ text: 'the plans', uploads: ['a'] }]);
    const empty = waits('', 'c');
    outbox.detach(empty.nonce, 'c');
    await settle();
    expect(server.texts).toEqual(['the plans']);
    expect(outbox.entries).toEqual([]);
  });

  it('goes as text where its only file is taken away', async () => {
    outbox.detach(waits('only words', 'a').nonce, 'a');
    await settle();
    expect(server.stored).toMatchObject([{ text: 'only words', uploads: undefined }]);
  });
});
