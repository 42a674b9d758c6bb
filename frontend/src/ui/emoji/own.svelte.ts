import { Fetched } from '../fetched.svelte';

/** What shows a workspace's own emoji: most messages have none. */
export const own = new Fetched(() => import('./own-parts'));
