import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer, MemoryStorage, openedOutbox } from './cast';
import { newNonce, type Outbox } from './outbox.svelte';

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

describe('the outbox', () => {
  it('sends what is typed and forgets it once it is acknowledged', async () => {
    outbox.add(5, 'おはよう');
    await settle();
    expect(server.texts).toEqual(['おはよう']);
    expect(outbox.entries).toEqual([]);
    expect(storage.length).toBe(0);
  });

  it('keeps what Aiko types offline over a reload, and sends it in order', async () => {
    server.online = false;
    for (const text of ['one', 'two', 'three']) outbox.add(5, text);
    await settle();
    const reloaded = newOutbox();
    expect(reloaded.of(5).map((entry) => entry.text)).toEqual(['one', 'two', 'three']);
    server.online = true;
    reloaded.flush();
    await settle();
    expect(server.texts).toEqual(['one', 'two', 'three']);
  });

  it('sends again with the same nonce when the answer was lost, so that nothing is doubled', async () => {
    server.loseAnswers = true;
    outbox.add(5, 'once');
    await settle();
    server.loseAnswers = false;
    outbox.flush();
    await settle();
    expect(server.texts).toEqual(['once']);
    expect(outbox.entries).toEqual([]);
  });

  it('marks a definite refusal and lets the following ones pass', async () => {
    server.refuse.set('bad', 'message_too_long');
    outbox.add(5, 'bad');
    outbox.add(5, 'good');
    await settle();
    expect(outbox.entries).toMatchObject([{ text: 'bad', refused: 'message_too_long' }]);
    expect(server.texts).toEqual(['good']);
  });

  it('sends a refused one again only when Aiko says so', async () => {
    server.refuse.set('later', 'right_missing');
    const { nonce } = outbox.add(5, 'later');
    await settle();
    server.refuse.clear();
    outbox.flush();
    await settle();
    expect(server.texts).toEqual([]);
    outbox.retry(nonce);
    await settle();
    expect(server.texts).toEqual(['later']);
  });

  it('keeps the order when the server is busy for a moment', async () => {
    server.refuse.set('first', 'too_many');
    outbox.add(5, 'first');
    outbox.add(5, 'second');
    await settle();
    expect(server.texts).toEqual([]);
    server.refuse.clear();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.texts).toEqual(['first', 'second']);
  });

  it('tells of a full disk, tries again by itself, and keeps the order', async () => {
    server.refuse.set('first', 'disk_full');
    outbox.add(5, 'first');
    outbox.add(5, 'second');
    await settle();
    expect(outbox.of(5).map((entry) => entry.trouble)).toEqual(['disk_full', undefined]);
    server.refuse.clear();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.texts).toEqual(['first', 'second']);
  });

  it('does not let one channel wait for another', async () => {
    server.refuse.set('stuck', 'too_many');
    outbox.add(5, 'stuck');
    outbox.add(6, 'free');
    await settle();
    expect(server.texts).toEqual(['free']);
  });

  it('never shows Ben what Aiko typed', () => {
    server.online = false;
    outbox.add(5, 'private');
    outbox.open(2);
    expect(outbox.entries).toEqual([]);
  });

  it('drops what another tab has got acknowledged', async () => {
    server.online = false;
    const { nonce } = outbox.add(5, 'seen');
    outbox.remove(nonce);
    server.online = true;
    outbox.flush();
    await settle();
    expect(server.texts).toEqual([]);
  });

  it('survives a storage that is full', async () => {
    storage.setItem = () => {
      throw new Error('full');
    };
    outbox.add(5, 'still sent');
    await settle();
    expect(server.texts).toEqual(['still sent']);
  });
});

describe('a message that can be taken back', () => {
  const held = (text: string) => outbox.add(5, text, { until: Date.now() + 5_000 });

  it('is sent after its time, and those typed after it follow it', async () => {
    held('first');
    outbox.add(5, 'second');
    await vi.advanceTimersByTimeAsync(4_900);
    expect(server.texts).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(server.texts).toEqual(['first', 'second']);
    expect(storage.length).toBe(0);
  });

  it('is gone once it is taken back, and what waited for it is sent', async () => {
    const { nonce } = held('too early');
    outbox.add(5, 'second');
    expect(outbox.takeBack(nonce)?.text).toBe('too early');
    await settle();
    expect(server.texts).toEqual(['second']);
  });

  it('cannot be taken back any more when it is on its way', async () => {
    server.loseAnswers = true;
    const { nonce } = held('gone');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(outbox.takeBack(nonce)).toBeUndefined();
  });

  it('is sent at once when its place is left', async () => {
    held('here');
    outbox.add(6, 'there', { until: Date.now() + 5_000 });
    outbox.release(5);
    await settle();
    expect(server.texts).toEqual(['here']);
    outbox.release();
    await settle();
    expect(server.texts).toEqual(['here', 'there']);
  });

  it('is sent in order, and its place is left once that is done', async () => {
    outbox.add(5, 'on its way');
    for (const text of ['one', 'two']) held(text);
    await outbox.release();
    expect(server.texts).toEqual(['on its way', 'one', 'two']);
  });

  it('does not keep anybody from leaving where it cannot be sent', async () => {
    server.refuse.set('stuck', 'too_many');
    held('stuck');
    await outbox.release();
    server.online = false;
    held('no connection');
    await outbox.release();
    expect(server.texts).toEqual([]);
    expect(newOutbox().of(5)).toHaveLength(2);
  });

  it('is sent where the storage is full', async () => {
    storage.setItem = () => {
      throw new Error('full');
    };
    held('not kept');
    await vi.advanceTimersByTimeAsync(5_100);
    expect(server.texts).toEqual(['not kept']);
  });

  it('is not sent from a tab that is left where another one has taken it back', async () => {
    const { nonce } = held('one');
    const another = newOutbox();
    outbox.takeBack(nonce);
    await another.release();
    expect(server.texts).toEqual([]);
  });

  it('waits on over a reload, and is not sent where another tab has taken it back', async () => {
    const { nonce } = held('one');
    held('two');
    const reloaded = newOutbox();
    reloaded.flush();
    await settle();
    expect(server.texts).toEqual([]);
    outbox.takeBack(nonce);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(server.texts).toEqual(['two']);
  });
});

describe('a nonce', () => {
  it('is 22 allowed characters and never the same', () => {
    const nonces = new Set(Array.from({ length: 1_000 }, newNonce));
    expect(nonces.size).toBe(1_000);
    for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});
