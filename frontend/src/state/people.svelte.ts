import { SvelteMap } from 'svelte/reactivity';
import type { Person } from '../api/types';
import { w } from '../words/index.svelte';

/** Everybody who was named so far, by id. */
export const people = new SvelteMap<number, Person>();

const missing = new Set<number>();
let ask: ((ids: number[]) => void) | null = null;

/** Who fetches people that turned up without a name; called at most once a moment. */
export function onUnknownPeople(fetch: (ids: number[]) => void) {
  ask = fetch;
}

const fields = ['name', 'username', 'reading', 'status'] as const;

export function addPeople(list: Person[] = []) {
  for (const person of list) {
    const known = people.get(person.id);
    if (!known || fields.some((field) => known[field] !== person[field])) people.set(person.id, person);
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

/** How a person is called; a deleted account has no name any more. */
export function nameOf(id: number): string {
  const person = people.get(id);
  if (!person) return '…';
  return person.username ? person.name : w.deletedPerson;
}

const byReading = new Intl.Collator('ja', { numeric: true });

/** The order in which people are listed: by reading where there is one, as a Japanese directory is. */
export const comparePeople = (a: Person, b: Person) =>
  byReading.compare(a.reading || a.name, b.reading || b.name) || a.id - b.id;
