import { Refused, Unanswered } from '../socket/socket';
import { Outbox, type Entry } from './outbox.svelte';

/** A storage of the browser. */
export class MemoryStorage {
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
export class FakeServer {
  online = true;
  loseAnswers = false;
  refuse = new Map<string, string>();
  stored: { nonce: string; text: string }[] = [];
  /** The uploads that are complete. */
  files = new Set<string>();
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

/** The outbox of a tab that was just opened. */
export function openedOutbox(account: number, server: FakeServer, storage: MemoryStorage): Outbox {
  const there = ({ uploads }: Entry) => !uploads || uploads.every((id) => server.files.has(id));
  const made = new Outbox(
    server.send,
    () => server.online,
    there,
    () => storage as Storage,
  );
  made.open(account);
  return made;
}
