import { describe, expect, it, vi } from 'vitest';
import { Streams } from './streams';

const player = () =>
  ({ pause: vi.fn(), load: vi.fn(), removeAttribute: vi.fn() }) as unknown as HTMLMediaElement & {
    pause: ReturnType<typeof vi.fn>;
  };

describe('the media of a tab', () => {
  it('are at most two that play', () => {
    const streams = new Streams();
    const [first, second, third] = [player(), player(), player()];
    streams.begun(first);
    streams.begun(second);
    expect(first.pause).not.toHaveBeenCalled();
    streams.begun(first); // again: now the second is the oldest
    streams.begun(third);
    expect(second.pause).toHaveBeenCalledOnce();
    expect(first.pause).not.toHaveBeenCalled();
    streams.ended(first);
    streams.begun(player());
    expect(third.pause).not.toHaveBeenCalled();
  });

  it('are at most two that are fetched unasked', () => {
    const streams = new Streams();
    const [first, second, third] = [player(), player(), player()];
    expect([first, second, third].map((one) => streams.mayFetch(one))).toEqual([true, true, false]);
    streams.gone(first);
    expect(first.load).toHaveBeenCalledOnce();
    expect(streams.mayFetch(third)).toBe(true);
  });
});
