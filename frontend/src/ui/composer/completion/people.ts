import type { Person } from '../../../api/types';
import { folded } from '../../../fold';
import { comparePeople } from '../../../state/people.svelte';

/** What people are searched and ranked by besides their names. */
export interface Standing {
  /** Who is in the channel; null for everybody. */
  inside: ReadonlySet<number> | null;
  /** Who spoke there last, the last one first. */
  speakers: readonly number[];
  me: number;
}

interface Keys {
  /** Name, reading and username, folded. */
  whole: string[];
  /** The same with the beginnings of all words marked by a blank before them. */
  text: string;
}

/** Folding is what takes long, so each person's keys are made once; a changed person is another object. */
const known = new WeakMap<Person, Keys>();

function keysOf(person: Person): Keys {
  let keys = known.get(person);
  if (!keys) {
    const whole = [person.username, person.name, person.reading ?? ''].map(folded).filter(Boolean);
    keys = { whole, text: whole.map((key) => ` ${key} ${key.replace(/\s+/g, '')}`).join('') };
    known.set(person, keys);
  }
  return keys;
}

const noMatch = 3;

/** 0: all of it, 1: the beginning of a word, 2: somewhere within one. */
function fit(person: Person, word: string): number {
  const { whole, text } = keysOf(person); // also for a lone @, so that the letter after it finds them made
  if (word === '') return 1;
  const at = text.indexOf(word);
  if (at < 0) return noMatch;
  if (whole.includes(word)) return 0;
  return text.includes(` ${word}`) ? 1 : 2;
}

interface Candidate {
  person: Person;
  fit: number;
  outside: boolean;
  /** Place among the speakers; who did not speak comes after them, oneself last. */
  spoke: number;
}

const order = (a: Candidate, b: Candidate) =>
  Number(a.outside) - Number(b.outside) || a.fit - b.fit || a.spoke - b.spoke || comparePeople(a.person, b.person);

/** The people whose name, reading or username fits what was typed after an @, best first. */
export function findPeople(people: Iterable<Person>, typed: string, standing: Standing, limit: number): Person[] {
  const word = folded(typed);
  const spoke = new Map(standing.speakers.map((id, i) => [id, i]));
  const best: Candidate[] = [];
  for (const person of people) {
    if (!person.username) continue;
    const fits = fit(person, word);
    if (fits === noMatch) continue;
    const candidate = {
      person,
      fit: fits,
      outside: standing.inside !== null && !standing.inside.has(person.id),
      spoke: person.id === standing.me ? Infinity : (spoke.get(person.id) ?? spoke.size),
    };
    insert(best, candidate, limit);
  }
  return best.map((one) => one.person);
}

/** Keeps the best few in order: comparing by reading is slow, and thousands may fit. */
function insert(best: Candidate[], candidate: Candidate, limit: number) {
  const last = best.at(-1);
  if (best.length === limit && last && order(candidate, last) >= 0) return;
  const at = best.findIndex((one) => order(candidate, one) < 0);
  best.splice(at < 0 ? best.length : at, 0, candidate);
  if (best.length > limit) best.pop();
}
