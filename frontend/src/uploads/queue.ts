import type { Upload } from '../state/uploads.svelte';
import { Uploader, type Transport } from './uploader';

/** HTTP/1.1 gives a browser six connections, and the rest of the page needs some. */
const atOnce = 2;

export interface QueueHooks {
  keep(upload: Upload): void;
  /** It is done or has failed. */
  settled(upload: Upload): void;
}

/** Uploads what waits, in its order, two at once. */
export class Queue {
  private readonly waiting: Upload[] = [];
  private readonly running = new Map<Upload, Uploader>();

  constructor(
    private readonly transport: Transport,
    private readonly hooks: QueueHooks,
  ) {}

  add(upload: Upload) {
    if (this.running.has(upload) || this.waiting.includes(upload)) return;
    upload.status = 'waiting';
    upload.code = '';
    this.waiting.push(upload);
    this.next();
  }

  pause(upload: Upload) {
    this.remove(upload);
    upload.status = 'paused';
  }

  /** Ends it here; the server still has what it has. */
  remove(upload: Upload) {
    const at = this.waiting.indexOf(upload);
    if (at >= 0) this.waiting.splice(at, 1);
    const uploader = this.running.get(upload);
    this.running.delete(upload);
    uploader?.stop();
    this.next();
  }

  wake() {
    for (const uploader of this.running.values()) uploader.wake();
  }

  private next() {
    while (this.running.size < atOnce) {
      const upload = this.waiting.shift();
      if (!upload) return;
      void this.run(upload);
    }
  }

  private async run(upload: Upload) {
    const uploader = new Uploader(upload, this.transport, this.hooks.keep);
    this.running.set(upload, uploader);
    await uploader.run();
    if (this.running.get(upload) !== uploader) return; // it was paused or taken away
    this.running.delete(upload);
    this.hooks.settled(upload);
    this.next();
  }
}
