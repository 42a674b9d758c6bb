import { Outbox, type Send } from './outbox.svelte';
import { uploads } from './uploads.svelte';

let send: Send | null = null;
let ready: () => boolean = () => false;

/** The way out for typed messages, known once there is a connection. */
export function outgoingThrough(way: { send: Send; ready: () => boolean }) {
  ({ send, ready } = way);
}

/** What this account has typed and the server has not yet acknowledged. */
export const outbox = new Outbox(
  (entry) => send!(entry),
  () => send !== null && ready(),
  ({ uploads: ids }) => !ids || uploads.files(ids) !== undefined,
);
