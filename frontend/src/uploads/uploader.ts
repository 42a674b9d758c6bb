import type { Bytes, Course } from '../api/uploads';
import { asFailure, type Failure } from '../api/failure';
import type { Upload } from '../state/uploads.svelte';
import { Meter } from './meter';

/** Brings the bytes to the server; rejects with a Failure, also when it is stopped. */
export type Transport = (what: Bytes, course: Course, signal: AbortSignal) => Promise<number>;

/** Milliseconds until the next try, by how many have failed in a row. */
const delays = [500, 1_000, 2_000, 5_000, 10_000];
/** How many answers of a broken server in a row are taken for an answer. */
const patience = 8;
/** Milliseconds without a byte after which the connection is taken for dead: at once where there is a new one, else by itself. */
const silence = { woken: 3_000, ever: 60_000 };

/** Answers that pass: too soon, too many, the server has another number of bytes, or it is being restarted. */
const passing = new Set(['offset_wrong', 'upload_busy', 'upload_cut', 'checksum_wrong', 'too_many', 'stopping']);

/** A full server is left alone until the owner asks again. */
function passes(failure: Failure): boolean {
  return passing.has(failure.code) || (failure.passing && failure.status !== 507);
}

/** The server has forgotten an upload that it knew. */
const isGone = ({ status }: Failure) => status === 404 || status === 410;

/** Brings one file to the server, again and again until it is there, is refused, or somebody stops it. */
export class Uploader {
  private stopped = false;
  private attempt: AbortController | null = null;
  private rest: (() => void) | null = null;
  private failures = 0;
  private heard = 0;

  constructor(
    private readonly upload: Upload,
    private readonly transport: Transport,
    private readonly keep: (upload: Upload) => void,
  ) {}

  /** Settles when the upload is done, failed or stopped; says which in its status. */
  async run(): Promise<void> {
    while (!this.stopped) {
      this.upload.status = 'uploading';
      try {
        this.upload.file = await this.once();
        this.finished();
        return;
      } catch (thrown) {
        if (this.stopped) return;
        if (!(await this.mayTryAgain(asFailure(thrown)))) return;
      }
    }
  }

  /** No byte goes any more; what the server has stays there. */
  stop() {
    this.stopped = true;
    this.attempt?.abort();
    this.rest?.();
  }

  /** The connection is back: whatever waits tries at once, and what hangs on the old one begins anew. */
  wake() {
    this.failures = 0;
    this.rest?.();
    if (Date.now() - this.heard > silence.woken) this.attempt?.abort();
  }

  private async once(): Promise<number> {
    const { about, bytes, file, alt } = this.upload;
    const attempt = (this.attempt = new AbortController());
    const meter = new Meter();
    const course: Course = {
      begun: (id) => {
        this.upload.file = id;
        if (!file) this.upload.told = alt;
        this.keep(this.upload);
      },
      sent: (count) => {
        this.heard = Date.now();
        if (count > this.upload.sent) this.failures = 0;
        meter.note(count);
        this.upload.sent = count;
        this.upload.rate = meter.rate;
      },
    };
    this.heard = Date.now();
    const watch = setInterval(() => Date.now() - this.heard > silence.ever && attempt.abort(), 5_000);
    try {
      return await this.transport({ ...about, alt, bytes: bytes!, file }, course, attempt.signal);
    } finally {
      clearInterval(watch);
      this.attempt = null;
      this.upload.rate = 0;
    }
  }

  private finished() {
    this.upload.sent = this.upload.about.size;
    this.upload.status = 'done';
    this.keep(this.upload);
  }

  /** Waits until it is time for the next try; false where there is none. */
  private async mayTryAgain(failure: Failure): Promise<boolean> {
    this.failures++;
    if (this.upload.file && isGone(failure)) {
      this.upload.file = this.upload.sent = 0;
      return true;
    }
    if (!passes(failure) || (failure.status > 0 && this.failures > patience)) {
      this.upload.quota = failure.quota;
      // Of too many, others may be sent or taken away.
      this.upload.fail(failure.code, !failure.passing && failure.code !== 'too_many_uploads');
      return false;
    }
    this.upload.status = 'lost';
    const delay = delays[Math.min(this.failures, delays.length) - 1]!;
    await this.sleep(Math.max(delay, failure.retryAfter * 1000));
    return !this.stopped;
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((awake) => {
      const timer = setTimeout(awake, milliseconds);
      this.rest = () => {
        clearTimeout(timer);
        this.rest = null;
        awake();
      };
    });
  }
}
