import { SvelteMap } from 'svelte/reactivity';
import type { Person } from '../api/types';

/** Everybody who was named so far, by id. */
export const people = new SvelteMap<number, Person>();

const missing = new Set<number>();
let ask: ((ids: number[]) => void) | null = null;

/** Who fetches people that turned up without a name; called at most once a moment. */
export function onUnknownPeople(fetch: (ids: number[]) => void) {
  ask = fetch;
}

export function addPeople(list: Person[] = []) {
  for (const person of list) {
    const known = people.get(person.id);
    if (known?.name !== person.name || known.username !== person.username) people.set(person.id, person);
    missing.delete(person.id);
  }
}

/** Asks for the people among ids whose names are not known; each is asked for once. */
export function wantPeople(ids: number[]) {
  const unknown = ids.filter((id) => !people.has(id) && !missing.has(id));
  if (unknown.length === 0) return;
  for (const id of unknown) missing.add(id);
  ask?.(unknown);
}

export const nameOf = (id: number): string => people.get(id)?.name ?? '…';
