import { beforeEach, expect, it } from 'vitest';
import { presences } from './presence.svelte';

beforeEach(() => presences.forget());

const states = (...accounts: number[]) => accounts.map((account) => presences.of(account));

it('takes everybody, then what changes', () => {
  presences.take(1, { all: true, online: [1, 2], idle: [3] });
  expect(states(1, 2, 3, 4)).toEqual(['online', 'online', 'idle', 'offline']);
  presences.take(1, { dnd: [2], offline: [3] });
  expect(states(1, 2, 3)).toEqual(['online', 'dnd', 'offline']);
});

it('takes whoever is not in a whole list for offline', () => {
  presences.take(1, { all: true, online: [1, 2] });
  presences.take(1, { all: true, online: [1] });
  expect(states(1, 2)).toEqual(['online', 'offline']);
});

it('keeps whom another workspace shows', () => {
  presences.take(1, { all: true, online: [1, 2] });
  presences.take(2, { all: true, online: [2] });
  presences.take(1, { all: true, online: [1] });
  expect(states(2)).toEqual(['online']);
});
