import { describe, expect, it } from 'vitest';
import { Claims } from './claims';

class Memory {
  private readonly map = new Map<string, string>();
  getItem = (key: string) => this.map.get(key) ?? null;
  setItem = (key: string, value: string) => void this.map.set(key, value);
  removeItem = (key: string) => void this.map.delete(key);
}

/** Locks as browsers have them, as far as they are needed. */
class Locks {
  private readonly names: string[] = [];

  async request(name: string, options: LockOptions, use: (lock: object | null) => unknown) {
    if (options.ifAvailable && this.names.includes(name)) return void use(null);
    this.names.push(name);
    await use({ name });
    this.names.splice(this.names.indexOf(name), 1);
  }

  query = () => Promise.resolve({ held: this.names.map((name) => ({ name })) });
}

const browsers = {
  'with locks': () => {
    const locks = new Locks() as unknown as LockManager;
    return { locks, storage: () => undefined };
  },
  'without locks': () => {
    const storage = new Memory() as unknown as Storage;
    return { storage: () => storage };
  },
};

describe.each(Object.entries(browsers))('two tabs of a browser %s', (_, browser) => {
  it('let one of them act', async () => {
    const by = browser();
    const [first, second] = [new Claims(by), new Claims(by)];
    expect(await first.claim('message 1', 10_000)).toBe(true);
    expect(await second.claim('message 1', 10_000)).toBe(false);
    expect(await second.claim('message 2', 10_000)).toBe(true);
  });

  it('see what the other one holds, until it lets go', async () => {
    const by = browser();
    const [first, second] = [new Claims(by), new Claims(by)];
    const letGo = first.hold('channel 7');
    expect(await second.held('channel 7')).toBe(true);
    expect(await second.held('channel 8')).toBe(false);
    letGo();
    await Promise.resolve();
    expect(await second.held('channel 7')).toBe(false);
  });
});
