import type { Channel, Me, Message, Workspace } from '../api/types';
import { people } from '../state/people.svelte';
import { channels, workspaces } from '../state/places.svelte';
import { route } from '../state/route.svelte';
import { session } from '../state/session.svelte';
import { dropTimelines } from '../state/timeline.svelte';
import type { ServerEvent } from './index';

// Who and what the tests of this folder are about.
export const [aiko, ben] = [1, 2];
export const general = 5;

export const row = (more: Partial<Channel> = {}): Channel =>
  ({
    id: general,
    workspace: 3,
    name: 'general',
    member: true,
    last_seq: 10,
    last_stream_seq: 10,
    last_rev: 20,
    read_seq: 10,
    unread: 0,
    mentions: 0,
    ...more,
  }) as Channel;

export const said = (seq: number, rev: number, author: number, more: Partial<Message> = {}): Message => ({
  id: seq,
  channel: general,
  seq,
  rev,
  author,
  text: `text ${seq}`,
  created_at: seq,
  ...more,
});
export const created = (message: Message): ServerEvent => ({
  type: 'message.created',
  channel: general,
  rev: message.rev,
  message,
});
export const now = () => channels.get(general)!;

/** Aiko's page, with nothing unread in #general. */
export function openPage() {
  session.me = { id: aiko, name: 'Aiko', rev: 7 } as Me;
  for (const [id, name] of [
    [aiko, 'Aiko'],
    [ben, 'Ben'],
  ] as const)
    people.set(id, { id, name, username: name });
  workspaces.clear();
  workspaces.set(3, { id: 3, name: 'Sales', rev: 4, role: 'owner' } as Workspace);
  channels.clear();
  channels.set(general, row());
  dropTimelines();
  route.current = { at: 'chat', workspace: 3, channel: 0 };
}
