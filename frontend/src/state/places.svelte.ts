import { SvelteMap } from 'svelte/reactivity';
import type { Channel, Message, Workspace } from '../api/types';
import { forgetOwnEmoji } from './own-emoji.svelte';
import { forgetCategoriesOf, sections, type Section } from './categories.svelte';
import { forgetMessages } from './changed';
import { drafts } from './drafts.svelte';
import { compareTitles } from './naming';
import { forgetMembersOf } from './members.svelte';
import { openChannel } from './route.svelte';
import { session } from './session.svelte';
import { threads } from './threads.svelte';

/** The workspaces and channels that I am in, by id; an object is replaced, never changed. */
export const workspaces = new SvelteMap<number, Workspace>();
export const channels = new SvelteMap<number, Channel>();

/** How names are compared: as the browser's language does, numbers by their value. */
export const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Channels by name, as the browser's language sorts. */
export const sorted = (list: Channel[]): Channel[] =>
  [...list].sort((a, b) => byName.compare(a.name, b.name) || a.id - b.id);

const allOf = (workspace: number) => [...channels.values()].filter((channel) => channel.workspace === workspace);

/** The list of a workspace: my favourites, its channels in use category by category, direct messages. */
export function sectionsOf(workspace: number): Section[] {
  const listed = [...channels.values()].filter(
    (one) => (one.workspace === workspace || one.kind === 'direct') && !one.archived_at && !isHidden(one),
  );
  const others = listed.filter((one) => !one.favourite);
  const part = (key: string, of: Channel[]): Section => ({ key, category: null, channels: of });
  return [
    part(
      'favourites',
      listed.filter((one) => one.favourite).sort((a, b) => a.favourite - b.favourite || a.id - b.id),
    ),
    ...sections(
      workspace,
      others.filter((one) => one.workspace === workspace && one.kind !== 'direct'),
    ),
    part('direct', others.filter((one) => one.kind === 'direct').sort(compareTitles)),
  ];
}

/** A direct channel is left out of the list until somebody writes in it; the one that is open is not. */
const isHidden = ({ id, hidden_seq, last_stream_seq }: Channel) =>
  hidden_seq !== 0 && last_stream_seq <= Math.max(hidden_seq, 0) && id !== openChannel();

/** The sections that I have folded. */
export const foldedSections = (): string[] => session.me?.collapsed.split(' ').filter(Boolean) ?? [];

/** What a section shows: folded, only what calls for me and what is open. */
export const shownIn = ({ key, channels: all }: Section): Channel[] =>
  foldedSections().includes(key) ? all.filter((one) => countOf(one) > 0 || one.id === openChannel()) : all;

/** The channels that I am in, in the order of the list, as far as they are shown. */
export const channelsOf = (workspace: number): Channel[] => sectionsOf(workspace).flatMap(shownIn);

/** How many messages of a channel call for me: of a muted one only those that mention me. */
export const countOf = (channel: Channel): number => (channel.muted ? channel.mentions : channel.unread);

/** What a channel is like for everybody in it, apart from my own numbers. */
export function formOf(row: ChannelForm): ChannelForm {
  const { name, topic, manager, everyone, history, category, position, posting, pinning, archived_at, people } = row;
  const form = { name, topic, private: row.private, manager, everyone, history, category, position };
  return { ...form, posting, pinning, archived_at, people };
}

type ChannelForm = Pick<
  Channel,
  | 'name'
  | 'topic'
  | 'private'
  | 'manager'
  | 'everyone'
  | 'history'
  | 'category'
  | 'position'
  | 'posting'
  | 'pinning'
  | 'archived_at'
  | 'people'
>;

/** How I have a channel. */
export function membershipOf({ notify, muted, favourite, hidden_seq, closed }: Membership): Membership {
  return { notify, muted, favourite, hidden_seq, closed };
}

export type Membership = Pick<Channel, 'notify' | 'muted' | 'favourite' | 'hidden_seq' | 'closed'>;

export function workspaceList(): Workspace[] {
  return [...workspaces.values()].sort((a, b) => a.created_at - b.created_at || a.id - b.id);
}

/** In place of a workspace for who is in none any more, and has direct messages to read. */
export function nowhere(): Workspace | undefined {
  if (workspaces.size > 0 || ![...channels.values()].some(({ kind }) => kind === 'direct')) return undefined;
  const name = session.capabilities?.organisation || 'Courtyard';
  const nothing = { description: '', icon: '', notify: '', rev: 0, members: 0, created_at: 0 } as const;
  return { id: 0, name, role: 'member', seen_by: false, file_links: 'nobody', ...nothing };
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
  else if (row.last_rev >= known.last_rev)
    channels.set(row.id, { ...known, ...formOf(row), ...membershipOf(row), ...row });
}

export function takeWorkspace(row: Workspace) {
  const known = workspaces.get(row.id);
  if (!known || row.rev >= known.rev) workspaces.set(row.id, row);
}

/** Forgets a channel that I am no longer in, with its messages: they would lack what is said meanwhile. */
export function dropChannel(id: number) {
  channels.delete(id);
  drafts.drop(id);
  threads.drop(id);
  forgetMessages(id);
}

export function dropWorkspace(id: number) {
  for (const channel of allOf(id)) dropChannel(channel.id);
  forgetCategoriesOf(id);
  forgetOwnEmoji(id);
  workspaces.delete(id);
  forgetMembersOf(id);
}

/** The most that the server counts; shown as 99+. */
const mostUnread = 100;

/** Whether a message that came live names me or calls who hears it; a line does when it tells that somebody added me. */
export const callsFor = ({ author, kind, mentions, calls }: Message, me: number): boolean =>
  (mentions?.includes(me) ?? false) || (Boolean(calls) && author !== me && !kind);

/**
 * Counts a message of the log on the channel's row: my own message is read with all before it, a line counts only as a
 * mention, a reply in its thread. Of a message that was fetched the server says whether it is a mention.
 */
export function countMessage(message: Message, me: number, mentioned = callsFor(message, me)) {
  const channel = channels.get(message.channel);
  if (!channel || message.seq <= channel.last_seq) return;
  const { seq, kind, author, thread, to_channel, deleted_at } = message;
  if (thread && !to_channel) return patchChannel(channel.id, { last_seq: seq });
  const mentions = Math.min(channel.mentions + Number(mentioned), mostUnread);
  if (kind) return patchChannel(channel.id, { last_seq: seq, mentions });
  const seen: Partial<Channel> = { last_seq: seq, last_stream_seq: seq };
  if (author === me) return patchChannel(channel.id, { ...seen, read_seq: seq, unread: 0, mentions: 0 });
  patchChannel(channel.id, { ...seen, mentions, unread: Math.min(channel.unread + (deleted_at ? 0 : 1), mostUnread) });
}

/** Whether a message counts as unread for me: it stands in the stream, and somebody else has written it. */
export const counts = (message: Message, me: number): boolean =>
  !message.kind && message.author !== me && (!message.thread || message.to_channel === true);
