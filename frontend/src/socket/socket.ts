import { backoff } from './backoff';
import { closing, type Closing } from './closing';
import type { Ack, ErrorFrame, Hello, Ping, Resume, Resumed, Send, Signal } from './frames';

/** The part of a WebSocket that is used, so that tests can hand in their own. */
export interface Line {
  send(data: string): void;
  close(code?: number): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

export interface Handlers {
  /** Answers with what is known, or null when all of it belongs to another epoch. */
  hello(frame: Hello): Resume | null;
  resumed(frame: Resumed): void;
  event(frame: { type: string }): void;
  status(status: Status): void;
  /** The server asks us not to come back by ourselves. */
  ended(closing: Exclude<Closing, { then: 'reconnect' }>): void;
  /** No connection came about; a browser does not tell why, so that HTTP has to be asked. */
  unreached(): void;
}

export type Status = 'connecting' | 'open' | 'offline';

/** The server's definite answer to a frame: it was not done, why, and after how many seconds to try again. */
export class Refused extends Error {
  readonly code: string;
  readonly retryAfter: number;
  constructor(code: string, detail = '', retryAfter = 0) {
    super(detail);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** The connection ended before the answer: whether it was done is not known. */
export class Unanswered extends Error {}

/** Milliseconds for each step of the greeting: ours until hello, and from there until resumed. */
const greetedWithin = 10_000;
/** Milliseconds in which something has to be heard: when nothing was asked, and after a request. */
const silence = 30_000;
const answeredWithin = 10_000;

type Waiting = { resolve(ack: Ack): void; reject(reason: Error): void };
type Timer = ReturnType<typeof setTimeout>;

/** One connection to the server that comes back by itself; it knows frames and time, but nothing of the chat. */
export class Socket {
  private line: Line | null = null;
  private status: Status = 'offline';
  private attempt = 0;
  private greeted = false;
  private reference = 0;
  private readonly waiting = new Map<string, Waiting>();
  private reconnectTimer: Timer | undefined;
  private watchTimer: Timer | undefined;

  constructor(
    private readonly dial: () => Line,
    private readonly handlers: Handlers,
    private readonly random: () => number = Math.random,
  ) {}

  connect() {
    clearTimeout(this.reconnectTimer);
    if (this.line) return;
    this.become('connecting');
    this.greeted = false;
    const line = (this.line = this.dial());
    line.onmessage = (event) => line === this.line && this.receive(event.data);
    line.onclose = (event) => line === this.line && this.lost(closing(event.code, event.reason));
    this.watch(greetedWithin, () => this.drop());
  }

  /** Ends the connection for good. */
  close() {
    const line = this.detach();
    this.become('offline');
    line?.close(1000);
  }

  /** The page came to the front or the network came back: connect at once, or see whether the line still lives. */
  wake() {
    if (!this.line) return this.connect();
    if (this.status === 'open') this.probe();
  }

  get open(): boolean {
    return this.status === 'open';
  }

  /** Sends a frame and waits for its one answer; rejects with Refused or Unanswered. */
  request(frame: Send | Ping): Promise<Ack> {
    if (!this.line || this.status !== 'open') return Promise.reject(new Unanswered());
    const ref = String(++this.reference);
    return new Promise((resolve, reject) => {
      this.waiting.set(ref, { resolve, reject });
      this.line!.send(JSON.stringify({ ...frame, ref }));
      this.listen();
    });
  }

  /** Sends a frame that needs no answer; it is dropped while there is no connection. */
  notify(frame: Signal) {
    if (this.open) this.line!.send(JSON.stringify(frame));
  }

  private receive(data: unknown) {
    const frame = parse(data);
    if (!frame) return;
    switch (frame.type) {
      case 'hello':
        this.watch(greetedWithin, () => this.drop());
        return this.greet(frame as Hello);
      case 'resumed':
        this.attempt = 0;
        this.become('open');
        this.listen();
        return this.handlers.resumed(frame as Resumed);
      case 'ack':
      case 'error':
        return this.answer(frame as Ack | ErrorFrame);
      default:
        if (this.open) this.listen();
        this.handlers.event(frame);
    }
  }

  private greet(hello: Hello) {
    this.greeted = true;
    const resume = this.handlers.hello(hello);
    if (resume) this.line?.send(JSON.stringify(resume));
  }

  private answer(frame: Ack | ErrorFrame) {
    if (!this.open) return this.drop(); // our resume was refused
    const waiting = this.waiting.get(frame.ref ?? '');
    this.waiting.delete(frame.ref ?? '');
    this.listen();
    if (!waiting) return;
    if (frame.type === 'ack') waiting.resolve(frame);
    else waiting.reject(new Refused(frame.code, frame.detail, frame.retry_after));
  }

  private probe() {
    this.request({ type: 'ping' }).catch(() => {});
  }

  /** Waits for the next sign of life: a server that hangs is given up sooner while it owes an answer. */
  private listen() {
    if (this.waiting.size > 0) this.watch(answeredWithin, () => this.drop());
    else this.watch(silence, () => this.probe());
  }

  /** Gives up a line that no longer answers. */
  private drop() {
    const line = this.line;
    this.lost({ then: 'reconnect' });
    line?.close();
  }

  private lost(end: Closing) {
    this.detach();
    this.become('offline');
    if (end.then !== 'reconnect') return this.handlers.ended(end);
    const wait = end.after === undefined ? backoff(this.attempt, this.random) : end.after * (1 + this.random());
    this.attempt++;
    this.reconnectTimer = setTimeout(() => this.connect(), wait);
    if (!this.greeted) this.handlers.unreached();
  }

  private detach(): Line | null {
    const line = this.line;
    this.line = null;
    clearTimeout(this.watchTimer);
    clearTimeout(this.reconnectTimer);
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const one of waiting) one.reject(new Unanswered());
    return line;
  }

  private watch(delay: number, then: () => void) {
    clearTimeout(this.watchTimer);
    this.watchTimer = setTimeout(then, delay);
  }

  private become(status: Status) {
    if (this.status === status) return;
    this.status = status;
    this.handlers.status(status);
  }
}

function parse(data: unknown): { type: string } | null {
  if (typeof data !== 'string') return null;
  try {
    const frame: unknown = JSON.parse(data);
    const known = typeof frame === 'object' && frame !== null && typeof (frame as { type?: unknown }).type === 'string';
    return known ? (frame as { type: string }) : null;
  } catch {
    return null;
  }
}
