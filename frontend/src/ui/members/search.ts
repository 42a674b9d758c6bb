import type { Person } from '../../api/types';
import { folded } from '../../fold';

/** Whether a person is meant by what was typed: by name, reading or username. */
export const matchesPerson = ({ name, reading = '', username }: Person, text: string): boolean =>
  folded(`${name}\n${reading}\n${username}`).includes(folded(text));
