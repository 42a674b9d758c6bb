import { SvelteMap } from 'svelte/reactivity';
import type { Message, Person } from '../api/types';
import { w } from '../words/index.svelte';

/** Everybody who was named so far, by id. */
export const people = new SvelteMap<number, Person>();

const missing = new Set<number>();
let ask: ((ids: number[]) => void) | null = null;

/** Who fetches people that turned up without a name; called at most once a moment. */
export function onUnknownPeople(fetch: (ids: number[]) => void) {
  ask = fetch;
}

const fields = ['name', 'username', 'reading', 'status', 'picture'] as const;

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

/** The question for these people failed: they are asked for again where they turn up next. */
export function stillUnknown(ids: number[]) {
  for (const id of ids) missing.delete(id);
}

/** Everybody whom a message shows by name. */
const shownBy = ({ author, deleted_by, pinned_by, reactions = [] }: Message) =>
  [author, deleted_by, pinned_by, ...reactions.flatMap((one) => one.accounts)].filter((id) => id !== undefined);

/** Takes the people whom an answer names, and asks for the others whom its messages show. */
export function takePeople(messages: Message[], named: Person[]) {
  addPeople(named);
  wantPeople([...new Set(messages.flatMap(shownBy))]);
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
