import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Workshop, type Yard } from './workshop';

interface Posted {
  job: number;
  tool?: string;
  given?: string;
}

/** A frame that hands what it is posted to the test. */
class Frame {
  isConnected = true;
  posted: Posted[] = [];
  contentWindow = { postMessage: (message: Posted) => this.posted.push(message) };
  remove = () => (this.isConnected = false);
}

let frames: Frame[];
let hear: Set<(event: object) => void>;
const yard: Yard = {
  frame: () => frames[frames.push(new Frame()) - 1] as unknown as HTMLIFrameElement,
  fetch: async () => new Blob(['code']),
  give: async (name) => new Blob([name]),
};
const tool = { name: 'count', address: '/assets/count.js' };
const asNumber = (result: unknown) => (typeof result === 'number' ? result : undefined);

const settle = () => vi.advanceTimersByTimeAsync(0);
const says = async (data: unknown, source: unknown = frames.at(-1)!.contentWindow) => {
  for (const listen of hear) listen({ source, data });
  await settle();
};
const lastJob = () => frames.at(-1)!.posted.at(-1)!.job;

/** Brings the frame to where it works on the first job. */
async function boot() {
  await settle();
  await says({ ready: true });
  await says({ job: lastJob(), result: null });
}

beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  hear = new Set();
  vi.stubGlobal('addEventListener', (_: string, listen: (event: object) => void) => hear.add(listen));
  vi.stubGlobal('removeEventListener', (_: string, listen: (event: object) => void) => hear.delete(listen));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('Workshop', () => {
  it('hands in the code once, then one piece of work after the other', async () => {
    const shop = new Workshop(yard);
    const results = [1, 2].map((input) => shop.run({ tool, input, check: asNumber }));
    await boot();
    expect(frames[0]!.posted.at(-1)).toMatchObject({ tool: 'count', input: 1 });
    await says({ job: lastJob(), result: 10 });
    expect(frames[0]!.posted.at(-1)).toMatchObject({ tool: 'count', input: 2 });
    await says({ job: lastJob(), result: 20 });
    expect(await Promise.all(results)).toEqual([10, 20]);
    expect(frames.length).toBe(1);
    expect(hear.size).toBe(0);
  });

  it('listens to its own frame only', async () => {
    const shop = new Workshop(yard);
    const result = shop.run({ tool, input: 1, check: asNumber });
    await boot();
    const job = lastJob();
    await says({ job, result: 666 }, {});
    await says({ job, result: 666 }, null);
    await says('words');
    await says({ job: job + 1, result: 666 });
    await says({ job, result: 1 });
    expect(await result).toBe(1);
  });

  it('refuses a result that is not what it should be', async () => {
    const shop = new Workshop(yard);
    const result = expect(shop.run({ tool, input: 1, check: asNumber })).rejects.toMatchObject({
      code: 'preview_broken',
    });
    await boot();
    await says({ job: lastJob(), result: { toString: '<b>' } });
    await result;
  });

  it('takes away a frame that works too long, and begins with another', async () => {
    const shop = new Workshop(yard);
    const slow = expect(shop.run({ tool, input: 1, check: asNumber, limit: 1_000 })).rejects.toMatchObject({
      code: 'preview_late',
    });
    await boot();
    await vi.advanceTimersByTimeAsync(1_000);
    await slow;
    expect(frames[0]!.isConnected).toBe(false);
    const next = shop.run({ tool, input: 2, check: asNumber });
    await boot();
    await says({ job: lastJob(), result: 2 });
    expect(await next).toBe(2);
    expect(frames.length).toBe(2);
  });

  it('gives a tool the file that it asks for while it works', async () => {
    const shop = new Workshop(yard);
    const result = shop.run({ tool, input: 1, check: asNumber });
    await boot();
    const job = lastJob();
    await says({ job, want: 'cmaps/H.bcmap' });
    expect(frames[0]!.posted.at(-1)).toMatchObject({ given: 'cmaps/H.bcmap' });
    await says({ job, result: 1 });
    expect(await result).toBe(1);
  });
});
