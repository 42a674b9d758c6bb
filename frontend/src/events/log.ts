import { channelLogs, meLog, workspaceLogs } from '../actions/healing';
import { judge } from '../socket/healing';
import { channels, patchChannel, patchWorkspace, workspaces } from '../state/places.svelte';
import { session } from '../state/session.svelte';

/** Applies an event of a channel's log if it is the next one; after a gap the difference is fetched instead. */
export function onChannelLog(event: { channel: number; rev: number }, apply: () => void) {
  const channel = channels.get(event.channel);
  if (!channel) return;
  const verdict = judge(channel.last_rev, event.rev);
  if (verdict === 'gap') channelLogs.reach(event.channel, event.rev);
  if (verdict !== 'next') return;
  apply();
  patchChannel(event.channel, { last_rev: event.rev });
}

export function onWorkspaceLog(event: { workspace: number; rev: number }, apply: () => void) {
  const workspace = workspaces.get(event.workspace);
  if (!workspace) return;
  const verdict = judge(workspace.rev, event.rev);
  if (verdict === 'gap') workspaceLogs.reach(event.workspace, event.rev);
  if (verdict !== 'next') return;
  apply();
  patchWorkspace(event.workspace, { rev: event.rev });
}

export function onMyLog(event: { rev: number }, apply: () => void) {
  if (!session.me) return;
  const verdict = judge(session.me.rev, event.rev);
  if (verdict === 'gap') meLog.reach('me', event.rev);
  if (verdict !== 'next') return;
  apply();
  session.me = { ...session.me, rev: event.rev };
}
