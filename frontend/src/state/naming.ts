import type { Channel } from '../api/types';
import { w } from '../words/index.svelte';
import { comparePeople, nameOf, people, wantPeople } from './people.svelte';
import { myId } from './session.svelte';

/** A direct channel whose people come and go; two people are none. */
export const isGroup = ({ kind, history }: Pick<Channel, 'kind' | 'history'>): boolean =>
  kind === 'direct' && history === 'joining';

/** The others in a direct channel, by reading. */
export function othersIn({ people: ids = [] }: Pick<Channel, 'people'>): number[] {
  const others = (ids ?? []).filter((id) => id !== myId());
  wantPeople(others);
  const known = others.flatMap((id) => people.get(id) ?? []).sort(comparePeople);
  return [...known.map(({ id }) => id), ...others.filter((id) => !people.has(id))];
}

/** How a channel is called: a direct one after the others in it unless it has a name. */
export function titleOf(channel: Channel): string {
  if (channel.kind !== 'direct' || channel.name) return channel.name;
  const others = othersIn(channel);
  return others.length > 0 ? w.listOf(others.map(nameOf)) : w.nameYou(nameOf(myId()));
}

/** The same with the sign that channels have. */
export const markedTitle = (channel: Channel): string =>
  channel.kind === 'direct' ? titleOf(channel) : `#${channel.name}`;

export const logLabel = (channel: Channel): string =>
  channel.kind === 'direct' ? w.messagesWith(titleOf(channel)) : w.messagesIn(channel.name);

export const composerLabel = (channel: Channel): string =>
  channel.kind === 'direct' ? w.messageToPerson(titleOf(channel)) : w.messageTo(channel.name);

const collator = new Intl.Collator('ja', { numeric: true });

const sortName = (channel: Channel): string => {
  if (channel.name) return channel.name;
  return othersIn(channel)
    .map((id) => people.get(id)?.reading || nameOf(id))
    .join(' ');
};

/** Direct channels by how they are read; notes to oneself, which have no other name, stand first. */
export const compareTitles = (a: Channel, b: Channel): number =>
  collator.compare(sortName(a), sortName(b)) || a.id - b.id;

/** How many people a direct channel has at most. */
export const mostPeople = 20;
