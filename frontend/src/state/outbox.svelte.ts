import { Refused } from '../socket/socket';
import { storageHere } from './memory';

/** A message that was typed and is not acknowledged; the nonce is made once and sent with every attempt. */
export interface Entry {
  nonce: string;
  channel: number;
  text: string;
  /** The id of the message that it quotes. */
  quote?: number;
  /** Of a reply: what it answers, the root of its thread, and whether it stands in the stream, too. */
  parent?: number;
  thread?: number;
  to_channel?: boolean;
  /** What goes with it, by its names in this browser: it is not sent before all of that is on the server. */
  uploads?: string[];
  created_at: number;
  /** Not sent before then, UTC milliseconds, so that it can be taken back. */
  until?: number;
  /** The code of a definite refusal; such an entry waits for its author. */
  refused?: string;
  /** The code of a refusal that passes and that its author is told of; the entry keeps its place. */
  trouble?: string;
}

/** Sends one entry; rejects with Refused when it is certain that it was not stored, else with anything. */
export type Send = (entry: Entry) => Promise<unknown>;

/** Refusals that pass: the entry keeps its place and is tried again. */
const passing = new Set(['too_many', 'stopping', 'internal', 'disk_full', 'disk_unwritable']);
/** Those of them that may last: somebody has to do something on the server. */
const lasting = new Set(['disk_full', 'disk_unwritable']);
const retryDelays = [1_000, 2_000, 5_000, 10_000];

/**
 * Keeps what was typed until the server has it, across reloads, and sends it once and in order: one message of a
 * channel is on its way at a time. Those that wait for their files are overtaken. One storage key per entry, so that two tabs never overwrite each other.
 */
export class Outbox {
  entries = $state.raw<Entry[]>([]);
  private readonly sending = new Set<number>();
  private readonly runs = new Map<number, Promise<void>>();
  /** The entries for which the storage had no room. */
  private readonly unkept = new Set<string>();
  private readonly failures = new Map<number, number>();
  private prefix = '';
  private generation = 0;

  constructor(
    private readonly send: Send,
    private readonly ready: () => boolean,
    private readonly complete: (entry: Entry) => boolean = () => true,
    private readonly storage: () => Storage | undefined = storageHere,
  ) {}

  /** Takes over what this account left in this browser, oldest first. */
  open(account: number) {
    this.prefix = `courtyard.outbox.${account}.`;
    this.generation++;
    this.sending.clear();
    this.runs.clear();
    this.failures.clear();
    this.entries = this.stored().sort((a, b) => a.created_at - b.created_at || a.nonce.localeCompare(b.nonce));
  }

  add(channel: number, text: string, more: Partial<Entry> = {}): Entry {
    const created_at = Math.max(Date.now(), (this.entries.at(-1)?.created_at ?? 0) + 1);
    const entry = { nonce: newNonce(), channel, text, ...more, created_at };
    this.store(entry);
    this.entries = [...this.entries, entry];
    this.flush();
    return entry;
  }

  /** Sends everything that waits, as far as there is a connection. */
  flush() {
    for (const channel of new Set(this.entries.map((entry) => entry.channel))) this.flushChannel(channel);
  }

  retry(nonce: string) {
    this.replace(nonce, (entry) => ({ ...entry, refused: undefined, trouble: undefined }));
    this.flush();
  }

  /** Takes back what is not on its way yet; undefined where it is too late. */
  takeBack(nonce: string): Entry | undefined {
    const entry = this.entries.find((one) => one.nonce === nonce && one.until !== undefined);
    if (entry) this.remove(nonce);
    this.flush();
    return entry;
  }

  /**
   * What could still be taken back is sent at once, in one channel or in all: its place is left. Settles when everything
   * is sent that can be.
   */
  async release(channel?: number): Promise<void> {
    const held = this.held.filter((entry) => channel === undefined || entry.channel === channel);
    for (const entry of held) this.letGo(entry);
    if (held.length > 0) this.flush();
    await Promise.all(this.runs.values());
  }

  /** What can still be taken back. */
  get held(): Entry[] {
    return this.entries.filter((entry) => entry.until !== undefined);
  }

  /** The entry of a channel that is sent next, or is on its way. */
  next(channel: number): Entry | undefined {
    return this.entries.find((one) => one.channel === channel && one.refused === undefined && this.complete(one));
  }

  /** Sends the text of an entry that waits for its files, and leaves those for a message of their own, which is given. */
  sendText(nonce: string): Entry | undefined {
    const entry = this.entries.find((one) => one.nonce === nonce);
    if (!entry?.uploads || !entry.text || this.complete(entry)) return undefined;
    const { channel, parent, thread, to_channel, uploads } = entry;
    const files = this.add(channel, '', { parent, thread, to_channel, uploads });
    this.replace(nonce, (one) => ({ ...one, uploads: undefined, until: undefined }));
    this.flush();
    return files;
  }

  /** A file does not go with its entry any more; what is then empty goes, too. */
  detach(nonce: string, upload: string) {
    const left = (entry: Entry) => entry.uploads?.filter((id) => id !== upload);
    this.replace(nonce, (entry) => ({ ...entry, uploads: left(entry)?.length ? left(entry) : undefined }));
    const entry = this.entries.find((one) => one.nonce === nonce);
    if (entry && !entry.text && !entry.uploads) this.remove(nonce);
    this.flush();
  }

  /** The entry is stored by the server, or its author has thrown it away. */
  remove(nonce: string) {
    if (!this.entries.some((entry) => entry.nonce === nonce)) return;
    this.entries = this.entries.filter((entry) => entry.nonce !== nonce);
    this.unkept.delete(nonce);
    this.storage()?.removeItem(this.prefix + nonce);
  }

  /** What waits in a thread, or in a channel's stream, where replies that were refused are shown, too. */
  of(channel: number, thread = 0): Entry[] {
    const inStream = (entry: Entry) => !entry.thread || entry.to_channel || entry.refused !== undefined;
    return this.entries.filter(
      (entry) => entry.channel === channel && (thread ? entry.thread === thread : inStream(entry)),
    );
  }

  private flushChannel(channel: number) {
    if (!this.sending.has(channel)) this.runs.set(channel, this.sendAll(channel));
  }

  private async sendAll(channel: number) {
    const generation = this.generation;
    this.sending.add(channel);
    while (generation === this.generation && this.ready()) {
      const entry = this.next(channel);
      if (!entry || this.waits(entry)) break;
      if (this.letGo(entry) && !(await this.attempt(entry))) break;
    }
    if (generation === this.generation) this.sending.delete(channel);
  }

  private waits({ channel, until }: Entry): boolean {
    const left = (until ?? 0) - Date.now();
    if (left <= 0) return false;
    setTimeout(() => this.flushChannel(channel), left);
    return true;
  }

  /** From here on an entry cannot be taken back; false where another tab has done that. */
  private letGo({ nonce, until }: Entry): boolean {
    if (until === undefined) return true;
    const gone = !this.unkept.has(nonce) && this.storage()?.getItem(this.prefix + nonce) === null;
    if (gone) this.remove(nonce);
    else this.replace(nonce, (entry) => ({ ...entry, until: undefined }));
    return !gone;
  }

  /** Whether the next entry may follow: not while the outcome of this one is open. */
  private async attempt(entry: Entry): Promise<boolean> {
    const generation = this.generation;
    try {
      await this.send(entry);
    } catch (reason) {
      return generation === this.generation && this.failed(entry, reason);
    }
    if (generation !== this.generation) return false;
    this.failures.delete(entry.channel);
    this.remove(entry.nonce);
    return true;
  }

  private failed(entry: Entry, reason: unknown): boolean {
    if (!(reason instanceof Refused)) return false; // sent again, with the same nonce, after the next resume
    if (passing.has(reason.code)) {
      if (lasting.has(reason.code)) this.replace(entry.nonce, (one) => ({ ...one, trouble: reason.code }));
      this.later(entry.channel, reason.retryAfter * 1000);
      return false;
    }
    this.replace(entry.nonce, (one) => ({ ...one, refused: reason.code }));
    return true;
  }

  /** Tries a channel again after a growing delay, and not before the server wants it. */
  private later(channel: number, atLeast: number) {
    const count = this.failures.get(channel) ?? 0;
    this.failures.set(channel, count + 1);
    const delay = retryDelays[Math.min(count, retryDelays.length - 1)]!;
    setTimeout(() => this.flushChannel(channel), Math.max(delay, atLeast));
  }

  private replace(nonce: string, change: (entry: Entry) => Entry) {
    this.entries = this.entries.map((entry) => (entry.nonce === nonce ? change(entry) : entry));
    const changed = this.entries.find((entry) => entry.nonce === nonce);
    if (changed) this.store(changed);
  }

  private store(entry: Entry) {
    try {
      this.storage()?.setItem(this.prefix + entry.nonce, JSON.stringify(entry));
      this.unkept.delete(entry.nonce);
    } catch {
      this.unkept.add(entry.nonce); // a full storage costs only what a reload would have kept
    }
  }

  private stored(): Entry[] {
    const storage = this.storage();
    const keys = storage ? Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '') : [];
    return keys.filter((key) => key.startsWith(this.prefix)).flatMap((key) => parse(storage!.getItem(key)));
  }
}

function parse(text: string | null): Entry[] {
  try {
    const entry = JSON.parse(text ?? '') as Entry;
    return typeof entry.nonce === 'string' && typeof entry.text === 'string' && entry.channel > 0 ? [entry] : [];
  } catch {
    return [];
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 22 random characters of A–Z a–z 0–9 - _, 132 bits. */
export function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => alphabet[byte & 63]).join('');
}
