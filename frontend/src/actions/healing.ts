import { channel, channelChanges } from '../api/channels';
import { meChanges, people as fetchPeople } from '../api/me';
import { messages } from '../api/messages';
import type { Channel, ChannelChanges } from '../api/types';
import { workspaceChanges } from '../api/workspaces';
import { Healing } from '../socket/healing';
import { setAllCategories, setCategories } from '../state/categories.svelte';
import { knownMembers } from '../state/members.svelte';
import { notices } from '../state/notices.svelte';
import { addPeople, onUnknownPeople } from '../state/people.svelte';
import {
  channels,
  countMessage,
  dropChannel,
  dropWorkspace,
  formOf,
  patchChannel,
  patchWorkspace,
  takeChannel,
  takeWorkspace,
  workspaces,
} from '../state/places.svelte';
import { openChannel } from '../state/route.svelte';
import { myId, session } from '../state/session.svelte';
import { dropTimeline, timeline } from '../state/timeline.svelte';
import { w } from '../words/index.svelte';
import { takeMe } from './me';
import { loadMembers } from './members';

export const channelLogs = new Healing<number>((id) => channels.get(id)?.last_rev, healChannel);
export const workspaceLogs = new Healing<number>((id) => workspaces.get(id)?.rev, healWorkspace);
export const meLog = new Healing<'me'>(() => session.me?.rev, healMe);

onUnknownPeople((ids) => {
  for (let i = 0; i < ids.length; i += 100) {
    fetchPeople(ids.slice(i, i + 100)).then(
      ({ items }) => addPeople(items),
      () => {},
    );
  }
});

async function healChannel(id: number, since: number) {
  if (id !== openChannel() || !timeline(id)) {
    dropTimeline(id);
    receiveChannel(await channel(id)); // it may have been opened meanwhile
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
  addPeople(changes.people);
  timeline(id)?.take(changes.messages);
  for (const message of [...changes.messages].sort((a, b) => a.seq - b.seq)) countMessage(message, myId());
  if (changes.channel) describe(changes.channel);
  patchChannel(id, { last_rev: changes.rev });
}

/** Too far behind: the newest page in place of the difference. */
async function reload(id: number) {
  const [row, page] = [await channel(id), await messages(id)];
  addPeople(page.people);
  timeline(id)?.load(page, false);
  takeChannel(row);
}

/** Takes a row that came outside the log. Where messages are loaded the log alone may advance the rev. */
export function receiveChannel(row: Channel) {
  const known = channels.get(row.id);
  if (!known || !timeline(row.id)) return takeChannel(row);
  describe(row);
  if (row.last_rev > known.last_rev) channelLogs.reach(row.id, row.last_rev);
}

function describe(row: Channel) {
  describeChannel(row.id, row);
}

/** What a channel is like now. Where another part of its history is mine to see, its messages are loaded anew (ChannelPane). */
export function describeChannel(id: number, row: Parameters<typeof formOf>[0]) {
  if (channels.get(id)?.history !== row.history) dropTimeline(id);
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
  if (lost) notices.add(deleted ? w.channelDeleted(lost.name) : w.noLongerInChannel(lost.name));
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
}

async function healMe(_: 'me', since: number) {
  const changes = await meChanges(since);
  for (const row of changes.workspaces ?? []) takeWorkspace(row);
  setAllCategories(changes.categories);
  for (const row of changes.channels ?? []) takeMyRow(row);
  keepOnly(changes.workspace_ids, changes.channel_ids);
  if (session.me) takeMe({ ...session.me, ...changes.me, rev: changes.rev });
}

/** Takes a channel's row with how far I have read it; what it counts is not counted again when its messages come. */
export function takeMyRow(row: Channel) {
  receiveChannel(row);
  const known = channels.get(row.id);
  if (!known || row.last_rev < known.last_rev) return;
  const { read_seq, unread, mentions } = row;
  patchChannel(row.id, { last_seq: Math.max(row.last_seq, known.last_seq), read_seq, unread, mentions });
}

function keepOnly(workspaceIds: number[], channelIds: number[]) {
  const [places, rooms] = [new Set(workspaceIds), new Set(channelIds)];
  for (const id of [...workspaces.keys()]) if (!places.has(id)) loseWorkspace(id);
  for (const id of [...channels.keys()]) if (!rooms.has(id)) dropChannel(id);
}
