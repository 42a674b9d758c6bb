import { Failure } from '../../api/failure';

/** A tool of the workshop: a script of our build that puts itself under its name into the frame's `tools`. */
export interface Tool {
  name: string;
  /** Address of its script, in /assets. */
  address: string;
}

export interface Work<T> {
  tool: Tool;
  /** May be on its way still, while the tool is made ready. */
  input: unknown;
  /** Gives the result as what it should be, or undefined: it comes from where foreign bytes are worked on. */
  check: (result: unknown) => T | undefined;
  /** Milliseconds; afterwards the frame is taken away with all it holds. */
  limit?: number;
}

/** What the workshop needs of the page. */
export interface Yard {
  /** A new sandboxed frame, in the document. */
  frame(): HTMLIFrameElement;
  /** A file of our own build. */
  fetch(address: string): Promise<Blob>;
  /** A file of our own build that a tool asks for while it works; a name that it may not ask for fails. */
  give(name: string): Promise<Blob>;
}

/** How long a piece of work may take, in milliseconds. */
const usual = 20_000;

interface Said {
  job?: unknown;
  ready?: unknown;
  result?: unknown;
  failed?: unknown;
  want?: unknown;
}

const late = () => new Failure(422, { code: 'preview_late' });
const broken = () => new Failure(422, { code: 'preview_broken' });

/** One sandboxed frame without network in which our renderers work on foreign data, one piece of work after the other. */
export class Workshop {
  private frame: HTMLIFrameElement | null = null;
  private readonly scripts = new Map<string, Blob>();
  private loaded = new Set<string>();
  private last: Promise<unknown> = Promise.resolve();
  private jobs = 0;

  constructor(private readonly yard: Yard) {}

  /** Has some work done, after what was asked for before. */
  run<T>(work: Work<T>): Promise<T> {
    const done = this.last.then(() => this.work(work));
    this.last = done.catch(() => {});
    return done;
  }

  /** Takes the frame away, with everything in it. */
  close() {
    this.frame?.remove();
    this.frame = null;
    this.loaded = new Set();
  }

  private async work<T>({ tool, input, check, limit = usual }: Work<T>): Promise<T> {
    const [given] = await Promise.all([input, this.prepare(tool)]);
    const result = check(await this.ask({ tool: tool.name, input: given }, limit));
    if (result === undefined) throw broken();
    return result;
  }

  private async prepare({ name, address }: Tool) {
    const code = this.scripts.get(address) ?? this.yard.fetch(address);
    const [script] = await Promise.all([code, this.open()]);
    this.scripts.set(address, script);
    if (this.loaded.has(name)) return;
    await this.ask({ code: script }, usual);
    this.loaded.add(name);
  }

  private async open() {
    if (this.frame?.isConnected) return;
    this.close();
    this.frame = this.yard.frame();
    await this.hear(usual, (said) => (said.ready === true ? { result: null } : undefined));
  }

  private ask(fields: object, limit: number): Promise<unknown> {
    const job = ++this.jobs;
    const heard = this.hear(limit, (said) => {
      if (said.job !== job) return undefined;
      if (typeof said.want !== 'string') return said;
      void this.give(said.want);
      return undefined;
    });
    this.post({ job, ...fields });
    return heard;
  }

  /** What it asks for may be missing: then it does without. */
  private async give(name: string) {
    const given = await this.yard.give(name).catch(() => null);
    this.post({ given: name, bytes: given });
  }

  private post(message: object) {
    this.frame?.contentWindow?.postMessage(message, '*'); // its origin is closed and has no name
  }

  /** Waits for what the frame says; only that frame is listened to. */
  private hear(limit: number, understand: (said: Said) => Said | undefined): Promise<unknown> {
    const { frame } = this;
    return new Promise((done, failed) => {
      const end = () => {
        clearTimeout(timer);
        removeEventListener('message', listen);
      };
      const listen = ({ source, data }: MessageEvent) => {
        if (source === null || source !== frame?.contentWindow || typeof data !== 'object' || data === null) return;
        const said = understand(data as Said);
        if (!said) return;
        end();
        if ('failed' in said) failed(broken());
        else done(said.result);
      };
      const timer = setTimeout(() => {
        end();
        this.close();
        failed(late());
      }, limit);
      addEventListener('message', listen);
    });
  }
}
