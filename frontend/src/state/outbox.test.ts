import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refused, Unanswered } from '../socket/socket';
import { newNonce, Outbox, type Entry } from './outbox.svelte';

const aiko = 1;

class MemoryStorage {
  private readonly map = new Map<string, string>();
  get length() {
    return this.map.size;
  }
  key(index: number) {
    return [...this.map.keys()][index] ?? null;
  }
  getItem(key: string) {
    return this.map.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.map.set(key, value);
  }
  removeItem(key: string) {
    this.map.delete(key);
  }
  clear() {
    this.map.clear();
  }
}

/** A server that stores each nonce once. */
class FakeServer {
  online = true;
  loseAnswers = false;
  refuse = new Map<string, string>();
  stored: { nonce: string; text: string }[] = [];
  send = async (entry: Entry) => {
    await Promise.resolve();
    if (!this.online) throw new Unanswered();
    const code = this.refuse.get(entry.text);
    if (code) throw new Refused(code);
    if (!this.stored.some((one) => one.nonce === entry.nonce)) this.stored.push(entry);
    if (this.loseAnswers) throw new Unanswered();
  };
  get texts() {
    return this.stored.map((entry) => entry.text);
  }
}

let server: FakeServer;
let storage: MemoryStorage;
let outbox: Outbox;

const newOutbox = () => {
  const made = new Outbox(
    server.send,
    () => server.online,
    () => storage as Storage,
  );
  made.open(aiko);
  return made;
};
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

describe('a nonce', () => {
  it('is 22 allowed characters and never the same', () => {
    const nonces = new Set(Array.from({ length: 1_000 }, newNonce));
    expect(nonces.size).toBe(1_000);
    for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});
