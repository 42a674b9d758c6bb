import type { Frame } from '../socket/frames';
import { membershipOf, patchChannel } from '../state/places.svelte';
import { onMyLog } from './log';

export type MembershipUpdated = Frame<'MembershipUpdated', 'membership.updated'>;

export function membershipUpdated(event: MembershipUpdated) {
  onMyLog(event, () => patchChannel(event.channel, membershipOf(event)));
}
