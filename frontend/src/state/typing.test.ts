import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { typing } from './typing.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.runAllTimers());

it('names who types, place by place, until nothing more is heard', () => {
  typing.heard(5, 0, 1);
  typing.heard(5, 0, 2);
  typing.heard(5, 9, 3);
  expect([typing.in(5), typing.in(5, 9), typing.in(6)]).toEqual([[1, 2], [3], []]);
  vi.advanceTimersByTime(4_000);
  typing.heard(5, 0, 1);
  vi.advanceTimersByTime(4_000);
  expect(typing.in(5)).toEqual([1]);
  vi.advanceTimersByTime(4_000);
  expect(typing.in(5)).toEqual([]);
});

it('ends with the message', () => {
  typing.heard(5, 0, 1);
  typing.ended(5, 0, 1);
  expect(typing.in(5)).toEqual([]);
});
