import type { Frame } from '../socket/frames';
import { presences } from '../state/presence.svelte';

export type PresenceEvent = Frame<'Presence', 'presence'>;

export function presence(event: PresenceEvent) {
  presences.take(event.workspace, event);
}
