import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bytes, Course } from '../api/uploads';
import { Failure } from '../api/failure';
import { Upload } from '../state/uploads.svelte';
import { Queue } from './queue';

/** An upload as the server sees it. */
interface Way {
  what: Bytes;
  course: Course;
  signal: AbortSignal;
  done(): void;
  fail(status: number, code?: string, retryAfter?: number): void;
}

let ways: Way[];
let kept: string[];
let settled: string[];
let queue: Queue;

const transport = (what: Bytes, course: Course, signal: AbortSignal) =>
  new Promise<number>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Failure(0)));
    const file = what.file || 100 + ways.length;
    ways.push({
      what,
      course,
      signal,
      done: () => resolve(file),
      fail: (status, code, retryAfter) => reject(new Failure(status, { code }, retryAfter)),
    });
  });

const upload = (name: string, size = 1_000) => {
  const about = { id: name, account: 1, channel: 5, thread: 0, name, size, modified: 0, attached: 0 };
  const made = new Upload(about);
  made.bytes = new File(['x'], name);
  return made;
};
const begun = (name: string) => {
  const one = upload(name);
  queue.add(one);
  return one;
};
const settle = () => vi.advanceTimersByTimeAsync(0);
const names = () => ways.map(({ what }) => what.name);

beforeEach(() => {
  vi.useFakeTimers();
  [ways, kept, settled] = [[], [], []];
  queue = new Queue(transport, {
    keep: ({ about }) => kept.push(about.name),
    settled: ({ about, status }) => settled.push(`${about.name} ${status}`),
  });
});
afterEach(() => void vi.useRealTimers());

describe('the queue', () => {
  it('uploads two at once, and the others in their order', async () => {
    const [one, , three] = ['one', 'two', 'three', 'four'].map(begun);
    expect(names()).toEqual(['one', 'two']);
    expect(three!.status).toBe('waiting');
    ways[0]!.done();
    await settle();
    expect(names()).toEqual(['one', 'two', 'three']);
    expect([one!.status, one!.file, one!.sent]).toEqual(['done', 100, 1_000]);
    expect(settled).toEqual(['one done']);
  });

  it('takes the next one when one is paused or taken away', async () => {
    const [one, two] = ['one', 'two', 'three', 'four'].map(begun);
    queue.pause(one!);
    queue.remove(two!);
    await settle();
    expect(names()).toEqual(['one', 'two', 'three', 'four']);
    expect(ways[0]!.signal.aborted && ways[1]!.signal.aborted).toBe(true);
    expect(one!.status).toBe('paused');
    expect(settled).toEqual([]);
  });

  it('goes on with the same upload after a pause', async () => {
    const one = begun('one');
    ways[0]!.course.begun(42);
    queue.pause(one);
    await settle();
    queue.add(one);
    expect(ways[1]!.what.file).toBe(42);
    expect(kept).toEqual(['one']);
  });
});

describe('an upload', () => {
  it('tells how far it is, and how fast', async () => {
    const one = begun('one');
    for (let sent = 0; sent <= 400; sent += 100) {
      ways[0]!.course.sent(sent);
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(one.sent).toBe(400);
    expect(one.rate).toBeCloseTo(200, -1);
  });

  it('is tried again by itself, ever later, when the connection is lost', async () => {
    const one = begun('one');
    ways[0]!.course.begun(42);
    ways[0]!.fail(0);
    await settle();
    expect(one.status).toBe('lost');
    await vi.advanceTimersByTimeAsync(500);
    expect(ways[1]!.what.file).toBe(42);
    ways[1]!.fail(0);
    await vi.advanceTimersByTimeAsync(900);
    expect(ways).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(ways).toHaveLength(3);
    ways[2]!.done();
    await settle();
    expect(one.status).toBe('done');
  });

  it('is tried at once when the connection is back', async () => {
    begun('one');
    for (let i = 0; i < 5; i++) {
      ways[i]!.fail(0);
      await vi.advanceTimersByTimeAsync(5_000);
    }
    ways.at(-1)!.fail(0);
    await settle();
    const before = ways.length;
    queue.wake();
    await settle();
    expect(ways).toHaveLength(before + 1);
  });

  it('leaves a connection on which nothing moves when there is a new one', async () => {
    begun('one');
    queue.wake();
    expect(ways[0]!.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(4_000);
    queue.wake();
    await vi.advanceTimersByTimeAsync(500);
    expect(ways[0]!.signal.aborted).toBe(true);
    expect(ways).toHaveLength(2);
  });

  it('leaves one on which nothing has moved for a minute', async () => {
    begun('one');
    await vi.advanceTimersByTimeAsync(70_000);
    expect(ways).toHaveLength(2);
  });

  it('begins anew where the server has forgotten it, and nowhere else', async () => {
    const one = begun('one');
    ways[0]!.course.begun(42);
    ways[0]!.fail(503);
    await vi.advanceTimersByTimeAsync(500);
    expect(ways[1]!.what.file).toBe(42);
    ways[1]!.fail(410);
    await settle();
    expect([ways[2]!.what.file, one.sent]).toEqual([0, 0]);
    ways[2]!.fail(404, 'not_found');
    await settle();
    expect([one.status, one.code]).toEqual(['failed', 'not_found']);
  });

  it('waits as long as the server wants', async () => {
    begun('one');
    ways[0]!.fail(429, 'too_many', 20);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(ways).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ways).toHaveLength(2);
  });

  it('goes on while the server is restarted', async () => {
    const one = begun('one');
    ways[0]!.fail(503, 'stopping');
    await vi.advanceTimersByTimeAsync(500);
    ways[1]!.done();
    await settle();
    expect(one.status).toBe('done');
  });

  it.each([
    [413, 'file_too_large', true],
    [415, 'file_type_refused', true],
    [507, 'quota_exceeded', false],
    [507, 'disk_full', false],
    [409, 'too_many_uploads', false],
  ])('waits for its owner where it is refused: %i %s, hopeless: %s', async (status, code, hopeless) => {
    const one = begun('one');
    ways[0]!.fail(status, code);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([one.status, one.code, one.hopeless, ways.length]).toEqual(['failed', code, hopeless, 1]);
    expect(settled).toEqual(['one failed']);
    queue.add(one);
    expect([one.status, one.code, ways.length]).toEqual(['uploading', '', 2]);
  });

  it('gives up on a server that makes the same mistake again and again', async () => {
    const one = begun('one');
    for (let i = 0; i < 9; i++) {
      ways[i]!.fail(500, 'internal');
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect([one.status, one.code, ways.length]).toEqual(['failed', 'internal', 9]);
  });
});
