import type { Problem } from '../api/types';
import type { Place } from './drafts.svelte';
import { keepsFiles, storageHere } from './memory';
import { myId } from './session.svelte';

/**
 * waiting: for its turn; lost: for the connection, tried again by itself; missing: for its bytes, which a reload lost;
 * failed: for its owner.
 */
export type UploadStatus = 'waiting' | 'uploading' | 'lost' | 'paused' | 'missing' | 'failed' | 'done';

/** What is known of a file that somebody attaches; it never changes. */
export interface About extends Place {
  /** Of this browser; the server's number is `file`. */
  id: string;
  account: number;
  name: string;
  /** Bytes. */
  size: number;
  /** UTC milliseconds; with name and size it tells a file from another one. */
  modified: number;
  /** UTC milliseconds, later than that of what was attached before it. */
  attached: number;
}

/** What is kept for a reload. */
export type Kept = About & Pick<Upload, 'file' | 'message' | 'alt'> & { sent?: number; status?: 'done' | 'paused' };

/** A file on its way to the server. */
export class Upload {
  status = $state.raw<UploadStatus>('waiting');
  /** Bytes that are on the server, or nearly. */
  sent = $state.raw(0);
  /** Bytes a second, smoothed; 0 while nothing is known. */
  rate = $state.raw(0);
  /** Why it failed. */
  code = $state.raw('');
  hopeless = $state.raw(false);
  /** Which quota left no room for it. */
  quota = $state.raw<Problem['quota']>();
  /** Another file was chosen to go on with. */
  mistaken = $state.raw(false);
  /** What a picture shows, in words. */
  alt = $state.raw('');
  /** What of that the server knows. */
  told = '';
  /** The nonce of the message that it goes with; until it is sent it belongs to the composer. */
  message = $state.raw('');
  /** The file's id on the server; 0 until that knows of it. */
  file = $state.raw(0);
  bytes = $state.raw<File | null>(null);
  /** Whether the bytes outlive the page. */
  shelved = false;
  /** Gives back what is held for it in this browser. */
  release = () => {};

  constructor(readonly about: About) {}

  /** It waits for its owner, who can do nothing but take it away where trying again cannot help. */
  fail(code: string, hopeless: boolean) {
    this.code = code;
    this.hopeless = hopeless;
    this.status = 'failed';
  }
}

const keyOf = ({ account, id }: Pick<About, 'account' | 'id'>) => `courtyard.upload.${account}.${id}`;

/** What is being uploaded in this tab, in the order in which it was attached. */
class Uploads {
  private all = $state.raw<Upload[]>([]);
  /** The account whose interrupted uploads have been looked for. */
  restored = $state.raw(0);

  get mine(): Upload[] {
    return this.all.filter(({ about }) => about.account === myId());
  }

  /** What is attached to a message that is being written. */
  composing({ channel, thread }: Place): Upload[] {
    return this.mine.filter(({ about, message }) => !message && about.channel === channel && about.thread === thread);
  }

  /** What of it goes with the message. */
  sendable = (place: Place): Upload[] => this.composing(place).filter((one) => one.status !== 'failed');

  of(ids: string[] = []): Upload[] {
    return ids.flatMap((id) => this.mine.find(({ about }) => about.id === id) ?? []);
  }

  /** The ids on the server; undefined until all are there. */
  files(ids: string[] | undefined): number[] | undefined {
    const done = this.of(ids).filter((one) => one.status === 'done');
    return ids && done.length === ids.length ? done.map((one) => one.file) : undefined;
  }

  /** When what is attached next was attached. */
  get next(): number {
    return Math.max(Date.now(), (this.all.at(-1)?.about.attached ?? 0) + 1);
  }

  add(upload: Upload) {
    this.all = [...this.all, upload];
  }

  /** They go with a message, or back to the composer where it is taken back. */
  bind(list: Upload[], nonce: string) {
    for (const upload of list) {
      upload.message = nonce;
      this.keep(upload);
    }
  }

  /** The message that they went with is stored. */
  stored(nonce: string) {
    this.drop(this.all.filter((one) => one.message === nonce));
  }

  drop(list: Upload[]) {
    if (list.length === 0) return;
    this.all = this.all.filter((one) => !list.includes(one));
    for (const upload of list) {
      upload.release();
      this.unkeep(upload.about);
    }
  }

  ofAccount = (account: number): Upload[] => this.all.filter(({ about }) => about.account === account);

  /** What this browser kept of an account, in its order. */
  kept(account: number): Kept[] {
    const storage = storageHere();
    const prefix = keyOf({ account, id: '' });
    const keys = storage && keepsFiles() ? Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '') : [];
    const found = keys.filter((key) => key.startsWith(prefix)).flatMap((key) => parse(storage!.getItem(key)));
    return found.sort((a, b) => a.attached - b.attached);
  }

  /** Only what the server knows of can be gone on with. */
  keep(upload: Upload) {
    if (!keepsFiles() || (!upload.file && !upload.message)) return;
    const { about, file, message, alt, sent, status } = upload;
    const kept: Kept = { ...about, file, message, alt, sent };
    if (status === 'done' || status === 'paused') kept.status = status;
    try {
      storageHere()?.setItem(keyOf(about), JSON.stringify(kept));
    } catch {
      // A full storage costs only what a reload would have kept.
    }
  }

  unkeep(about: Pick<About, 'account' | 'id'>) {
    try {
      storageHere()?.removeItem(keyOf(about));
    } catch {
      // Nothing was kept where storage is forbidden.
    }
  }
}

function parse(text: string | null): Kept[] {
  try {
    const kept = JSON.parse(text ?? '') as Kept;
    return typeof kept.id === 'string' && typeof kept.name === 'string' && kept.channel > 0 ? [kept] : [];
  } catch {
    return [];
  }
}

export const uploads = new Uploads();
