import type { Frame } from '../socket/frames';
import { session } from '../state/session.svelte';

export type InstanceDegraded = Frame<'InstanceDegraded', 'instance.degraded'>;

export function instanceDegraded() {
  session.degraded = true;
}
