import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refused, Socket, Unanswered, type Handlers, type Line } from './socket';

class FakeLine implements Line {
  sent: Record<string, unknown>[] = [];
  closed = false;
  onmessage: Line['onmessage'] = null;
  onclose: Line['onclose'] = null;
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {
    this.closed = true;
  }
  say(frame: unknown) {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }
  end(code: number, reason = '') {
    this.onclose?.({ code, reason });
  }
}

const hello = { type: 'hello', protocol: 1, epoch: 'e1', account: 1 };
const resumed = { type: 'resumed', me: 1, workspaces: {}, channels: {} };

let lines: FakeLine[];
let handlers: { [K in keyof Handlers]: ReturnType<typeof vi.fn<Handlers[K]>> };
let socket: Socket;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  handlers = {
    hello: vi.fn<Handlers['hello']>(() => ({ type: 'resume', epoch: 'e1', me: 0, workspaces: {}, channels: {} })),
    resumed: vi.fn<Handlers['resumed']>(),
    event: vi.fn<Handlers['event']>(),
    status: vi.fn<Handlers['status']>(),
    ended: vi.fn<Handlers['ended']>(),
    unreached: vi.fn<Handlers['unreached']>(),
  };
  const dial = () => {
    lines.push(new FakeLine());
    return lines.at(-1)!;
  };
  socket = new Socket(dial, handlers, () => 0.5);
});

afterEach(() => {
  socket.close();
  vi.useRealTimers();
});

function open(): FakeLine {
  socket.connect();
  const line = lines.at(-1)!;
  line.say(hello);
  line.say(resumed);
  return line;
}

describe('the socket', () => {
  it('answers hello with what is known and is open once resumed', () => {
    const line = open();
    expect(line.sent[0]).toMatchObject({ type: 'resume', epoch: 'e1' });
    expect(socket.open).toBe(true);
    expect(handlers.status.mock.calls.map(([status]) => status)).toEqual(['connecting', 'open']);
  });

  it('matches answers to requests by ref, whatever their order', async () => {
    const line = open();
    const first = socket.request({ type: 'message.send', channel: 1, nonce: 'n1', text: 'one' });
    const second = socket.request({ type: 'message.send', channel: 1, nonce: 'n2', text: 'two' });
    line.say({ type: 'error', ref: '2', code: 'message_empty' });
    line.say({ type: 'ack', ref: '1', channel: 1, seq: 7, rev: 9, id: 3 });
    await expect(first).resolves.toMatchObject({ seq: 7 });
    await expect(second).rejects.toBeInstanceOf(Refused);
  });

  it('tells apart a refusal and an unknown outcome', async () => {
    const line = open();
    const pending = socket.request({ type: 'ping' });
    line.end(1006);
    await expect(pending).rejects.toBeInstanceOf(Unanswered);
    await expect(socket.request({ type: 'ping' })).rejects.toBeInstanceOf(Unanswered);
  });

  it('comes back with growing delays and starts anew after success', () => {
    open().end(1006);
    vi.advanceTimersByTime(299);
    expect(lines).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(lines).toHaveLength(2);
    lines[1]!.end(1006);
    vi.advanceTimersByTime(999);
    expect(lines).toHaveLength(2);
    vi.advanceTimersByTime(1);
    lines[2]!.say(hello);
    lines[2]!.say(resumed);
    lines[2]!.end(1006);
    vi.advanceTimersByTime(300);
    expect(lines).toHaveLength(4);
  });

  it('stays away as long as a server that goes away asks for', () => {
    open().end(1001, 'retry after 4');
    vi.advanceTimersByTime(3_999);
    expect(lines).toHaveLength(1);
    vi.advanceTimersByTime(2_001);
    expect(lines).toHaveLength(2);
  });

  it.each([
    [4401, 'sign-in'],
    [4403, 'stop'],
    [4410, 'reload'],
  ])('does not come back by itself after %i', (code, then) => {
    open().end(code);
    vi.advanceTimersByTime(600_000);
    expect(lines).toHaveLength(1);
    expect(handlers.ended).toHaveBeenCalledWith({ then });
  });

  it('asks after 30 s of silence and reconnects when nothing comes in 10 s', () => {
    const line = open();
    vi.advanceTimersByTime(30_000);
    expect(line.sent.at(-1)).toMatchObject({ type: 'ping' });
    vi.advanceTimersByTime(10_000);
    expect(line.closed).toBe(true);
    vi.advanceTimersByTime(300);
    expect(lines).toHaveLength(2);
  });

  it('gives up a server that hangs 10 s after something was sent', async () => {
    const line = open();
    const sent = socket.request({ type: 'message.send', channel: 1, nonce: 'n1', text: 'one' });
    const outcome = expect(sent).rejects.toBeInstanceOf(Unanswered);
    vi.advanceTimersByTime(9_999);
    expect(line.closed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(line.closed).toBe(true);
    await outcome;
  });

  it('keeps a line that answers its ping', () => {
    const line = open();
    vi.advanceTimersByTime(30_000);
    line.say({ type: 'ack', ref: '1' });
    vi.advanceTimersByTime(10_000);
    expect(line.closed).toBe(false);
  });

  it('connects at once when the page wakes', () => {
    open().end(1006);
    socket.wake();
    expect(lines).toHaveLength(2);
    vi.advanceTimersByTime(60);
    expect(lines).toHaveLength(2);
  });

  it('ignores what is no frame and what an old line still says', () => {
    const old = open();
    old.say('no json');
    old.end(1006);
    old.say({ type: 'message.created' });
    expect(handlers.event).not.toHaveBeenCalled();
  });

  it('has HTTP asked when no connection came about, and not after one that was', () => {
    open().end(1006);
    expect(handlers.unreached).not.toHaveBeenCalled();
    vi.advanceTimersByTime(300);
    lines[1]!.end(1006);
    expect(handlers.unreached).toHaveBeenCalledOnce();
  });

  it('gives up a server that does not say hello', () => {
    socket.connect();
    vi.advanceTimersByTime(10_000);
    expect(lines[0]!.closed).toBe(true);
  });

  it('gives up a server that falls silent after its hello', () => {
    socket.connect();
    lines[0]!.say(hello);
    vi.advanceTimersByTime(10_000);
    expect(lines[0]!.closed).toBe(true);
    vi.advanceTimersByTime(300);
    expect(lines).toHaveLength(2);
  });

  it('says again how far it is when the server could not answer that', () => {
    socket.connect();
    lines[0]!.say(hello);
    lines[0]!.say({ type: 'error', code: 'internal' });
    expect(lines[0]!.closed).toBe(true);
    vi.advanceTimersByTime(300);
    expect(lines).toHaveLength(2);
  });
});
