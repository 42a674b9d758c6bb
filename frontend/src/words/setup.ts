import { learnToExplain } from './explain.svelte';
import { chooseLanguage } from './index.svelte';

// Every test begins in English, as a page begins in a language that is loaded.
await chooseLanguage('en');
await learnToExplain();
