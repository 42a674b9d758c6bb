import { Fetched } from '../fetched.svelte';

/** What shows the files of messages: in the first channel there may be none. */
export const files = new Fetched(() => import('./MessageFiles.svelte'));
