import { channel, channelChanges } from '../api/channels';
import { meChanges, people as fetchPeople } from '../api/me';
import { messages } from '../api/messages';
import { replies } from '../api/threads';
import type { Channel, ChannelChanges, ReadMark, Message } from '../api/types';
import { workspaceChanges } from '../api/workspaces';
import { Healing } from '../socket/healing';
import { setAllCategories, setCategories } from '../state/categories.svelte';
import { forgetElsewhere, forgetMessages, takeMessages } from '../state/changed';
import { drafts } from '../state/drafts.svelte';
import { knownMembers } from '../state/members.svelte';
import { notices } from '../state/notices.svelte';
import { ownEmojiOf } from '../state/own-emoji.svelte';
import { titleOf } from '../state/naming';
import { addPeople, onUnknownPeople, stillUnknown, takePeople } from '../state/people.svelte';
import {
  channels,
  countMessage,
  counts,
  dropChannel,
  dropWorkspace,
  formOf,
  membershipOf,
  patchChannel,
  patchWorkspace,
  takeChannel,
  takeWorkspace,
  workspaces,
} from '../state/places.svelte';
import { openChannel } from '../state/route.svelte';
import { myId, session } from '../state/session.svelte';
import { threads } from '../state/threads.svelte';
import { loadedOf, threadIn, timeline } from '../state/timeline.svelte';
import { w } from '../words/index.svelte';
import { takeMe } from './me';
import { loadMembers } from './members';
import { takePage } from './messages';
import { refreshThreads } from './threads';

export const channelLogs = new Healing<number>((id) => channels.get(id)?.last_rev, healChannel);
export const workspaceLogs = new Healing<number>((id) => workspaces.get(id)?.rev, healWorkspace);
export const meLog = new Healing<'me'>(() => session.me?.rev, healMe);

onUnknownPeople((ids) => {
  for (let i = 0; i < ids.length; i += 100) {
    const some = ids.slice(i, i + 100);
    fetchPeople(some).then(
      ({ items }) => addPeople(items),
      () => stillUnknown(some),
    );
  }
});

/** Whether messages of a channel are on screen, its stream's or a thread's: then its log is healed by the difference. */
export const isShown = (id: number) =>
  (id === openChannel() && timeline(id) !== undefined) || threadIn(id) !== undefined;

async function healChannel(id: number, since: number) {
  if (!isShown(id)) {
    forgetMessages(id);
    receiveChannel(await channel(id)); // it may have been opened meanwhile
    await refreshThreads();
    return;
  }
  let changes: ChannelChanges;
  do {
    changes = await channelChanges(id, since);
    if (changes.reset) return reload(id);
    applyChanges(id, changes);
    since = changes.rev;
  } while (changes.more);
}

function applyChanges(id: number, changes: ChannelChanges) {
  takePeople([...changes.messages, ...changes.related], changes.people);
  takeMessages(id, changes.messages);
  for (const loaded of loadedOf(id)) loaded.takeRelated(changes.related);
  threads.heal(changes.messages, changes.threads);
  for (const message of [...changes.messages].sort((a, b) => a.seq - b.seq))
    countMessage(message, myId(), message.mentioned ?? false);
  if (changes.channel) describe(changes.channel);
  patchChannel(id, { last_rev: changes.rev });
  recount(id, changes.messages);
}

/** Where an unread message was deleted or edited, what counts and what calls me may be another number: the server knows. */
export function recount(id: number, messages: Message[]) {
  const read = channels.get(id)?.read_seq ?? Infinity;
  if (messages.some((one) => (one.deleted_at || one.edited_at) && one.seq > read && counts(one, myId())))
    void askAgain(id);
}

/** Milliseconds before a row that was too old is asked for again. */
const askAfter = 50;
const asked = new Set<number>();

/** Asks how I have a channel, until the answer is not older than what is known of its log. */
async function askAgain(id: number) {
  if (asked.has(id)) return;
  asked.add(id);
  const row = await channel(id).catch(() => undefined);
  asked.delete(id);
  if (row) takeMyRow(row);
}

/** Too far behind: the newest page in place of the difference. */
async function reload(id: number) {
  const [row, page] = [await channel(id), takePage(await messages(id))];
  forgetElsewhere(id);
  timeline(id)?.load(page, false);
  const thread = threadIn(id);
  if (thread) thread.load(takePage(await replies(id, thread.thread)), false);
  await refreshThreads();
  takeChannel(row);
}

/** Takes a row that came outside the log. Where messages are loaded the log alone may advance the rev. */
export function receiveChannel(row: Channel) {
  const known = channels.get(row.id);
  if (!known || loadedOf(row.id).length === 0) return takeChannel(row);
  describe(row);
  if (row.last_rev > known.last_rev) channelLogs.reach(row.id, row.last_rev);
}

function describe(row: Channel) {
  describeChannel(row.id, row);
}

/** What a channel is like now. Where another part of its history is mine to see, its messages are loaded anew (ChannelPane). */
export function describeChannel(id: number, row: Parameters<typeof formOf>[0]) {
  if (channels.get(id)?.history !== row.history) forgetMessages(id);
  patchChannel(id, formOf(row));
}

/** I am no longer in a workspace: what is known of it goes, and I am told. */
export function loseWorkspace(id: number, deleted = false) {
  const lost = workspaces.get(id);
  if (!lost) return;
  dropWorkspace(id);
  notices.add(deleted ? w.workspaceDeleted(lost.name) : w.noLongerIn(lost.name));
}

/** The same for a channel. */
export function loseChannel(id: number, deleted = false) {
  const lost = channels.get(id);
  dropChannel(id);
  if (!lost) return;
  const name = titleOf(lost);
  if (lost.kind === 'direct') notices.add(w.noLongerInGroup(name));
  else notices.add(deleted ? w.channelDeleted(name) : w.noLongerInChannel(name));
}

async function healWorkspace(id: number, since: number) {
  const changes = await workspaceChanges(id, since);
  const members = knownMembers(id);
  for (const member of changes.members ?? []) members?.put(member);
  for (const account of changes.gone ?? []) members?.remove(account);
  addPeople(changes.members);
  if (changes.workspace) takeWorkspace(changes.workspace);
  setCategories(id, changes.categories ?? []);
  patchWorkspace(id, { rev: changes.rev });
  if (changes.reset && members) await loadMembers(id);
  if (ownEmojiOf(id)) await (await import('./own-emoji')).loadOwnEmoji(id);
}

async function healMe(_: 'me', since: number) {
  const changes = await meChanges(since);
  for (const row of changes.workspaces ?? []) takeWorkspace(row);
  setAllCategories(changes.categories);
  for (const row of changes.channels ?? []) {
    if (channels.get(row.id)?.joined_seq !== row.joined_seq) drafts.drop(row.id); // left and joined again meanwhile
    takeMyRow(row);
  }
  for (const draft of changes.drafts) drafts.take(draft);
  for (const thread of changes.threads) threads.take(thread);
  keepOnly(changes.workspace_ids, changes.channel_ids);
  if (session.me) takeMe({ ...session.me, ...changes.me, rev: changes.rev });
}

/**
 * Takes a channel's row with how far I have read it; what it counts is not counted again when its messages come. A row
 * that was read before what is known happened does not count that: it is asked for again.
 */
export function takeMyRow(row: Channel) {
  receiveChannel(row);
  const known = channels.get(row.id);
  if (!known) return;
  if (row.last_rev < known.last_rev) return void setTimeout(() => void askAgain(row.id), askAfter);
  const { read_seq, unread, mentions } = row;
  const last_seq = Math.max(row.last_seq, known.last_seq);
  patchChannel(row.id, { last_seq, read_seq, unread, mentions, ...membershipOf(row) });
}

/** Takes how far I have read a channel; numbers that lack what came meanwhile, or hold what is still to come, stay exact. */
export function takeMark({ channel: id, ...mark }: ReadMark) {
  const known = channels.get(id);
  if (!known) return;
  if (mark.last_seq < known.last_seq) void askAgain(id);
  else patchChannel(id, mark);
}

function keepOnly(workspaceIds: number[], channelIds: number[]) {
  const [places, rooms] = [new Set(workspaceIds), new Set(channelIds)];
  for (const id of [...workspaces.keys()]) if (!places.has(id)) loseWorkspace(id);
  for (const id of [...channels.keys()]) if (!rooms.has(id)) dropChannel(id);
}
