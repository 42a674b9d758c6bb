import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SeenLine } from './seen-line.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('A line that stays in view with the end is seen after a moment', () => {
  const seen = new SeenLine();
  seen.look(7);
  seen.look(7);
  expect(seen.line).toBeNull();
  vi.advanceTimersByTime(1_000);
  expect(seen.line).toBe(7);
});

test('A line that is in view only while rows are measured is not seen', () => {
  const seen = new SeenLine();
  seen.look(7);
  vi.advanceTimersByTime(50);
  seen.look(null);
  vi.advanceTimersByTime(1_000);
  expect(seen.line).toBeNull();
});

test('Another line has to be looked at anew', () => {
  const seen = new SeenLine();
  seen.look(7);
  vi.advanceTimersByTime(1_000);
  seen.look(null);
  seen.look(9);
  expect(seen.line).toBe(7);
  vi.advanceTimersByTime(1_000);
  expect(seen.line).toBe(9);
});

test('A line that takes the place of another is looked at from then on', () => {
  const seen = new SeenLine();
  seen.look(7);
  vi.advanceTimersByTime(200);
  seen.look(9);
  vi.advanceTimersByTime(200);
  expect(seen.line).toBeNull();
  vi.advanceTimersByTime(1_000);
  expect(seen.line).toBe(9);
});
