import type { Channel, Person, Workspace } from '../../api/types';
import { folded } from '../../fold';
import { isGroup } from '../../state/naming';
import { byName } from '../../state/places.svelte';

export type Group = 'recent' | 'channels' | 'people' | 'workspaces';

/** Somewhere to go. A person without a channel gets one. */
export interface Target {
  key: string;
  group: Group;
  name: string;
  /** The workspace of a channel; how a person is called beside the name. */
  detail: string;
  unread: boolean;
  channel?: Channel;
  person?: Person;
  workspace?: Workspace;
  /** Its names as they are compared, the shown one first. */
  found: string[];
}

/** Everything that there is to go to. */
export interface Places {
  me: number;
  channels: Channel[];
  workspaces: Workspace[];
  people: Person[];
  titleOf: (channel: Channel) => string;
}

/** How many of a group are shown. */
const shown = 10;

const kept = new WeakMap<object, { text: string; found: string[] }>();

/** The names of somebody or something as they are compared, made once: thousands of people are looked through at each key. */
function foldedNames(of: object, names: (string | undefined)[]): string[] {
  const text = names.join('\n');
  let known = kept.get(of);
  if (known?.text !== text) {
    const found = names.filter((name) => name).map((name) => folded(name!));
    kept.set(of, (known = { text, found: [...found, ...found.filter(blank).map(joined)] }));
  }
  return known.found;
}

const blank = (text: string) => text.includes(' ');
const joined = (text: string) => text.replaceAll(' ', ''); // 佐藤 愛子 is typed without the blank

/** All targets; a person with whom there is a direct channel stands once, with it. */
export function targets({ me, channels, workspaces, people, titleOf }: Places): Target[] {
  const names = new Map(workspaces.map((workspace) => [workspace.id, workspace.name]));
  const pairs = new Map<number, Channel>();
  const rooms: Target[] = [];
  for (const channel of channels) {
    const other = partner(channel, me);
    if (other) pairs.set(other, channel);
    else if (!channel.archived_at) rooms.push(room(channel, titleOf(channel), names.get(channel.workspace) ?? ''));
  }
  return [
    ...rooms,
    ...people.map((person) => somebody(person, pairs.get(person.id))),
    ...workspaces.map((workspace) => ({
      key: `w${workspace.id}`,
      group: 'workspaces' as const,
      name: workspace.name,
      detail: '',
      unread: false,
      workspace,
      found: foldedNames(workspace, [workspace.name]),
    })),
  ];
}

/** Whom a direct channel of two is with, or oneself. */
function partner(channel: Channel, me: number): number {
  if (channel.kind !== 'direct' || isGroup(channel)) return 0;
  return channel.people?.find((id) => id !== me) ?? me;
}

const waits = ({ unread, mentions, muted }: Channel) => mentions > 0 || (unread > 0 && !muted);

const room = (channel: Channel, name: string, detail: string): Target => ({
  key: `c${channel.id}`,
  group: channel.kind === 'direct' ? 'people' : 'channels',
  name,
  detail,
  unread: waits(channel),
  channel,
  found: foldedNames(channel, [name]),
});

const somebody = (person: Person, channel?: Channel): Target => ({
  key: `p${person.id}`,
  group: 'people',
  name: person.name,
  detail: [person.reading, person.username].filter(Boolean).join(' · '),
  unread: channel !== undefined && waits(channel),
  channel,
  person,
  found: foldedNames(person, [person.name, person.reading, person.username]),
});

/** What matches: 0 a name that begins so, 1 a word in one, 2 any place in one, 3 nothing. */
function match(target: Target, text: string): number {
  let best = 3;
  for (const name of target.found) {
    const at = name.indexOf(text);
    if (at >= 0) best = Math.min(best, at === 0 ? 0 : /[\p{L}\p{N}]/u.test(name[at - 1]!) ? 2 : 1);
  }
  return best;
}

interface Ranked {
  target: Target;
  rank: number;
}

const before = (a: Ranked, b: Ranked) => a.rank - b.rank || byName.compare(a.target.name, b.target.name);

/** The best few, in order, without sorting the rest. */
class Best {
  readonly list: Ranked[] = [];

  add(one: Ranked) {
    const { list } = this;
    if (list.length === shown && before(list.at(-1)!, one) <= 0) return;
    let at = list.length;
    while (at > 0 && before(one, list[at - 1]!) < 0) at--;
    list.splice(at, 0, one);
    if (list.length > shown) list.pop();
  }
}

const order: Group[] = ['channels', 'people', 'workspaces'];

/**
 * Group by group what was typed for, the group with the best match first. Nothing typed: the channels that were looked at
 * last (recent), then the others.
 */
export function findTargets(typed: string, all: Target[], recent: number[]): Target[] {
  const text = folded(typed).replace(/^[#@]/, '');
  const last = text ? [] : recentOf(all, recent);
  const groups = new Map(order.map((group) => [group, new Best()]));
  for (const target of all) {
    if (last.includes(target) || (!text && target.group === 'people' && !target.unread)) continue;
    const matched = match(target, text);
    if (matched < 3) groups.get(target.group)!.add({ target, rank: matched * 2 + (target.unread ? 0 : 1) });
  }
  const filled = order.map((group) => groups.get(group)!.list).filter((list) => list.length > 0);
  if (text) filled.sort((a, b) => a[0]!.rank - b[0]!.rank);
  return [
    ...last.map((target) => ({ ...target, group: 'recent' as const })),
    ...filled.flat().map((one) => one.target),
  ];
}

function recentOf(all: Target[], recent: number[]): Target[] {
  const byChannel = new Map(all.flatMap((target) => (target.channel ? [[target.channel.id, target] as const] : [])));
  return recent.flatMap((id) => byChannel.get(id) ?? []);
}
