import { Fetched } from '../fetched.svelte';

/** Buttons and completion. */
export const lateTools = new Fetched(() => import('./Tools.svelte'));
