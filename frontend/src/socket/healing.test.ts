import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Healing, judge } from './healing';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an event', () => {
  it('is dropped when known, applied when next, and asks for the difference otherwise', () => {
    expect([judge(7, 6), judge(7, 7), judge(7, 8), judge(7, 9)]).toEqual(['old', 'old', 'next', 'gap']);
  });
});

describe('healing', () => {
  it('asks once for many events that came after a gap', async () => {
    let known = 3;
    const fetch = vi.fn(async () => void (known = 9));
    const healing = new Healing<number>(() => known, fetch);
    for (const rev of [7, 8, 9]) healing.reach(1, rev);
    await vi.runAllTimersAsync();
    expect(fetch.mock.calls).toEqual([[1, 3]]);
  });

  it('asks again while a newer number was seen', async () => {
    let known = 3;
    const answers = [5, 8];
    const healing = new Healing<number>(
      () => known,
      async () => {
        known = answers.shift()!;
      },
    );
    healing.reach(1, 5);
    healing.reach(1, 8);
    await vi.runAllTimersAsync();
    expect(known).toBe(8);
    expect(answers).toEqual([]);
  });

  it('tries again later when the answer does not come', async () => {
    let known = 3;
    const fetch = vi.fn(async () => {
      if (fetch.mock.calls.length === 1) throw new Error('offline');
      known = 4;
    });
    const healing = new Healing<number>(() => known, fetch);
    healing.reach(1, 4);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(known).toBe(4);
  });

  it('forgets a log that is gone', async () => {
    const fetch = vi.fn(async () => {});
    new Healing<number>(() => undefined, fetch).reach(1, 4);
    await vi.runAllTimersAsync();
    expect(fetch).not.toHaveBeenCalled();
  });
});
