import type { Plugin } from 'vite';

/** Takes the addresses of a manual on the internet out of Svelte's own errors: here nobody can open them; the name of the error stays. */
export function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    renderChunk: (code) => ({ code: code.replaceAll('https://svelte.dev/e/', 'svelte: '), map: null }),
  };
}
