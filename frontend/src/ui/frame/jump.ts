import type { Channel, Workspace } from '../../api/types';
import { folded } from '../../fold';
import { byName } from '../../state/places.svelte';
import { channelPath, workspacePath } from '../../state/route.svelte';

export interface Target {
  path: string;
  name: string;
  /** The workspace of a channel; empty for a workspace itself. */
  place: string;
  unread: boolean;
  channel?: Channel;
}

const fold = (text: string) => folded(text).replace(/^#/, '');

/** Channels and workspaces that match what was typed: beginnings first, unread ones before the rest. */
export function findTargets(typed: string, channels: Channel[], workspaces: Workspace[]): Target[] {
  const text = fold(typed);
  const names = new Map(workspaces.map((workspace) => [workspace.id, workspace.name]));
  const all: Target[] = [
    ...channels.map((channel) => ({
      path: channelPath(channel),
      name: channel.name,
      place: names.get(channel.workspace) ?? '',
      unread: channel.unread > 0,
      channel,
    })),
    ...workspaces.map(({ id, name }) => ({ path: workspacePath(id), name, place: '', unread: false })),
  ];
  const rank = (target: Target) => (fold(target.name).startsWith(text) ? 0 : 2) + (target.unread ? 0 : 1);
  return all
    .filter((target) => fold(target.name).includes(text))
    .sort((a, b) => rank(a) - rank(b) || byName.compare(a.name, b.name))
    .slice(0, 12);
}
