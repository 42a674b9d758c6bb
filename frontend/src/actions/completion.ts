import type { Channel } from '../api/types';
import { knownMembers } from '../state/members.svelte';
import { channelPeople } from './channels';
import { loadMembers } from './members';

/** Loads whom one may name in a workspace, where that was not done before. */
export function loadNames(workspace: number) {
  if (workspace === 0) return;
  const known = knownMembers(workspace);
  if (!known || known.listing === 'failed') void loadMembers(workspace);
}

/** Who is in a channel; null for everybody in its workspace, and where that cannot be found out. */
export async function peopleInside(channel: Channel): Promise<ReadonlySet<number> | null> {
  if (channel.workspace === 0 || channel.everyone) return null;
  try {
    const people = await channelPeople(channel.id);
    return new Set(people.map((person) => person.id));
  } catch {
    return null;
  }
}
