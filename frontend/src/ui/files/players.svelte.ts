import { Fetched } from '../fetched.svelte';

/** What plays sound and film, which most channels do not need. */
export const players = new Fetched(() => import('./Player.svelte'));
