import type { Channel } from '../api/types';
import { channels } from './places.svelte';

/** What waits for me: how much names me or was said to me alone, and whether there is anything else. */
export interface Badge {
  count: number;
  unread: boolean;
}

const none: Badge = { count: 0, unread: false };

/** How many messages of a channel call me: of a direct one all, of a muted one only what names me. */
export const callsIn = ({ kind, muted, unread, mentions }: Channel): number =>
  kind === 'direct' && !muted ? Math.max(unread, mentions) : mentions;

function add(badge: Badge, channel: Channel): Badge {
  if (channel.archived_at) return badge;
  const { unread, muted } = channel;
  return { count: badge.count + callsIn(channel), unread: badge.unread || (unread > 0 && !muted) };
}

class Badges {
  /** All that waits, in any workspace. */
  readonly all = $derived([...channels.values()].reduce(add, none));

  private readonly byWorkspace = $derived.by(() => {
    const map = new Map<number, Badge>();
    for (const channel of channels.values()) map.set(channel.workspace, add(this.of(map, channel.workspace), channel));
    return map;
  });

  private of = (map: Map<number, Badge>, id: number) => map.get(id) ?? none;

  /** What waits in one workspace; direct channels belong to none. */
  workspace = (id: number): Badge => this.of(this.byWorkspace, id);
}

export const badges = new Badges();

/** The most that a badge shows. */
export const shownCount = (count: number) => (count > 99 ? '99+' : String(count));
