import { Fetched } from '../fetched.svelte';

/** What one does with messages. */
export const tools = new Fetched(() => import('./acting'));
