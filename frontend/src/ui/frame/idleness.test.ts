import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { idleAfter, Idleness } from './idleness';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is idle ten minutes after the last input, and not with the next one', () => {
  const told: boolean[] = [];
  const target = new EventTarget();
  const end = new Idleness((idle) => told.push(idle)).watch(target);
  vi.advanceTimersByTime(idleAfter - 1_000);
  target.dispatchEvent(new Event('pointermove'));
  vi.advanceTimersByTime(idleAfter - 1_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual([true]);
  target.dispatchEvent(new Event('keydown'));
  expect(told).toEqual([true, false]);
  end();
  vi.advanceTimersByTime(2 * idleAfter);
  expect(told).toEqual([true, false]);
});
