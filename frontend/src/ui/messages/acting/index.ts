export { default as MessageDialogs } from './MessageDialogs.svelte';
export { default as MessageEditor } from './MessageEditor.svelte';
export { default as QuoteBar } from './QuoteBar.svelte';
export { default as QuoteCard } from './QuoteCard.svelte';
export { default as Toolbar } from './Toolbar.svelte';
