import { SvelteMap } from 'svelte/reactivity';

/** Whom my last message in a channel named without reaching them, by channel: they cannot see it. */
export const unreached = new SvelteMap<number, readonly number[]>();

/** Takes what the server answered to a message of mine; the last one counts. */
export function noteUnreached(channel: number, ids: readonly number[] | null | undefined) {
  if (ids?.length) unreached.set(channel, ids);
  else unreached.delete(channel);
}
