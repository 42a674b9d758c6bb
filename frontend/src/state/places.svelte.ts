import { SvelteMap } from 'svelte/reactivity';
import type { Channel, Message, Workspace } from '../api/types';
import { forgetCategoriesOf, sections } from './categories.svelte';
import { forgetMembersOf } from './members.svelte';
import { dropTimeline } from './timeline.svelte';

/** The workspaces and channels that I am in, by id; an object is replaced, never changed. */
export const workspaces = new SvelteMap<number, Workspace>();
export const channels = new SvelteMap<number, Channel>();

/** How names are compared: as the browser's language does, numbers by their value. */
export const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Channels by name, as the browser's language sorts. */
export const sorted = (list: Channel[]): Channel[] =>
  [...list].sort((a, b) => byName.compare(a.name, b.name) || a.id - b.id);

const allOf = (workspace: number) => [...channels.values()].filter((channel) => channel.workspace === workspace);

/** The channels in use that I am in, category by category. */
export const sectionsOf = (workspace: number) =>
  sections(
    workspace,
    allOf(workspace).filter((channel) => !channel.archived_at),
  );

/** The channels in use that I am in, in the order of the list. */
export const channelsOf = (workspace: number): Channel[] =>
  sectionsOf(workspace).flatMap((section) => section.channels);

/** What a channel is like for everybody in it, apart from my own numbers. */
export function formOf(row: ChannelForm): ChannelForm {
  const { name, topic, manager, everyone, history, category, position, archived_at } = row;
  return { name, topic, private: row.private, manager, everyone, history, category, position, archived_at };
}

type ChannelForm = Pick<
  Channel,
  'name' | 'topic' | 'private' | 'manager' | 'everyone' | 'history' | 'category' | 'position' | 'archived_at'
>;

export function workspaceList(): Workspace[] {
  return [...workspaces.values()].sort((a, b) => a.created_at - b.created_at || a.id - b.id);
}

export function patchChannel(id: number, patch: Partial<Channel>) {
  const channel = channels.get(id);
  if (channel) channels.set(id, { ...channel, ...patch });
}

export function patchWorkspace(id: number, patch: Partial<Workspace>) {
  const workspace = workspaces.get(id);
  if (workspace) workspaces.set(id, { ...workspace, ...patch });
}

/** Takes a row from the server unless a newer one is known; numbers that it lacks stay. */
export function takeChannel(row: Channel) {
  const known = channels.get(row.id);
  if (!known) channels.set(row.id, row);
  else if (row.last_rev >= known.last_rev) channels.set(row.id, { ...known, ...row });
}

export function takeWorkspace(row: Workspace) {
  const known = workspaces.get(row.id);
  if (!known || row.rev >= known.rev) workspaces.set(row.id, row);
}

/** Forgets a channel that I am no longer in, with its messages: they would lack what is said meanwhile. */
export function dropChannel(id: number) {
  channels.delete(id);
  dropTimeline(id);
}

export function dropWorkspace(id: number) {
  for (const channel of allOf(id)) dropChannel(channel.id);
  forgetCategoriesOf(id);
  workspaces.delete(id);
  forgetMembersOf(id);
}

export function hasUnread(workspace: number): boolean {
  return channelsOf(workspace).some((channel) => channel.unread > 0);
}

export function unreadTotal(): number {
  let total = 0;
  for (const channel of channels.values()) if (!channel.archived_at) total += channel.unread;
  return total;
}

/** The most that the server counts; shown as 99+. */
const mostUnread = 100;

/** Counts a message of the log on the channel's row: lines never count, my own message is read with all before it. */
export function countMessage(message: Message, me: number) {
  const channel = channels.get(message.channel);
  if (!channel || message.seq <= channel.last_seq) return;
  if (message.kind) return patchChannel(channel.id, { last_seq: message.seq });
  const seen: Partial<Channel> = { last_seq: message.seq, last_stream_seq: message.seq };
  if (message.author === me)
    return patchChannel(channel.id, { ...seen, read_seq: message.seq, unread: 0, mentions: 0 });
  patchChannel(channel.id, { ...seen, unread: Math.min(channel.unread + 1, mostUnread) });
}
