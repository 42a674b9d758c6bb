import { Fetched } from '../fetched.svelte';

/** What shows files in place: nobody waits for it on the first screen. */
export const previews = new Fetched(() => import('./Preview.svelte'));
