import type { Channel, Person } from '../../../api/types';
import { folded } from '../../../fold';
import { knownMembers } from '../../../state/members.svelte';
import { people } from '../../../state/people.svelte';
import { channelsOf, workspaces } from '../../../state/places.svelte';
import { myId } from '../../../state/session.svelte';
import { timeline } from '../../../state/timeline.svelte';
import { canIn } from '../../../rights';
import { w } from '../../../words/index.svelte';
import type { Emoji } from '../../emoji/emoji';
import { findPeople, type Standing } from './people';

/** No list of completions is longer. */
export const listed = 8;

/** One thing that may take the place of what was typed. */
export interface Option {
  key: string;
  insert: string;
  /** Nothing is left to complete: Enter then does what it does else. */
  whole: boolean;
  person?: Person;
  channel?: Channel;
  /** What calls several people at once. */
  call?: 'here' | 'channel';
  emoji?: { emoji: Emoji; picture: string };
  hint: string;
}

/** Whom one may name in a channel. */
function nameable(channel: Channel): Iterable<Person> {
  if (channel.workspace === 0) return (channel.people ?? []).flatMap((id) => people.get(id) ?? []);
  return knownMembers(channel.workspace)?.list.values() ?? [];
}

/** How many of the last messages tell who speaks. */
const heard = 100;

function speakers(channel: number): number[] {
  const last = (timeline(channel)?.messages ?? []).slice(-heard).filter((message) => !message.kind);
  return [...new Set(last.reverse().map((message) => message.author))];
}

function mayCall(channel: Channel): boolean {
  const role = workspaces.get(channel.workspace)?.role;
  return channel.workspace === 0 || (role !== undefined && canIn(channel, { id: myId(), role }, 'call-everybody'));
}

export function peopleFor(channel: Channel, typed: string, inside: Standing['inside']): Option[] {
  const word = folded(typed);
  const standing = { inside, speakers: speakers(channel.id), me: myId() };
  const found = findPeople(nameable(channel), typed, standing, listed).map((person) => ({
    key: `p${person.id}`,
    insert: `@${person.username} `,
    whole: folded(person.username) === word,
    person,
    hint: inside && !inside.has(person.id) ? w.notInChannel : '',
  }));
  if (!mayCall(channel)) return found;
  const calls = (['here', 'channel'] as const)
    .filter((call) => call.startsWith(word))
    .map((call) => ({ key: call, insert: `@${call} `, whole: call === word, call, hint: callHint(call) }));
  // Nobody means everybody by a lone @.
  return (word ? [...calls, ...found] : [...found.slice(0, listed - calls.length), ...calls]).slice(0, listed);
}

const callHint = (call: 'here' | 'channel') => (call === 'here' ? w.callHere : w.callChannel);

export function channelsFor(workspace: number, typed: string): Option[] {
  const word = folded(typed);
  const fits = channelsOf(workspace).filter((channel) => folded(channel.name).includes(word));
  const starts = (channel: Channel) => Number(!folded(channel.name).startsWith(word));
  return fits
    .sort((a, b) => starts(a) - starts(b))
    .slice(0, listed)
    .map((channel) => ({
      key: `c${channel.id}`,
      insert: `#${channel.name} `,
      whole: folded(channel.name) === word,
      channel,
      hint: '',
    }));
}

export function emojiFor(found: Emoji[], picture: (emoji: Emoji) => string): Option[] {
  return found.map((emoji) => ({
    key: emoji.picture,
    insert: picture(emoji),
    whole: false,
    emoji: { emoji, picture: picture(emoji) },
    hint: '',
  }));
}
