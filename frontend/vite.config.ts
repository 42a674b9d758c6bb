import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { emoji } from './build/emoji.ts';
import { early } from './build/early.ts';
import { firstScreen } from './build/first-screen.ts';
import { offline } from './build/offline.ts';
import { precompress } from './build/precompress.ts';
import { workshop } from './build/workshop.ts';

const target = 'https://localhost:8443';
const first = firstScreen();
const base = /node_modules\/(svelte|openapi-fetch)\/|src\/(state|socket|api|events|time)\//;
// The server compares a socket's Origin with its own Host.
const server = { target, secure: false, changeOrigin: true, headers: { origin: target } };

export default defineConfig({
  plugins: [svelte(), early(), emoji(), first, offline(), workshop(), precompress()],
  logLevel: process.argv.includes('build') ? 'warn' : 'info', // a build names hundreds of files, whose sizes the bench watches
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the policy allows data: for pictures only, and files are few anyway
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { bundlerTimings: false }, // precompressing takes its time by intention
      // One file of what nearly every other one needs: each file costs the first screen half a KiB of headers. What only
      // later screens need of it stays with them.
      output: {
        codeSplitting: {
          groups: [{ name: 'base', test: (id) => base.test(id) && first.needs(id) }],
        },
      },
    },
  },
  server: {
    proxy: { '/api': { ...server, ws: true }, '/healthz': server, '/trust': server },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'], setupFiles: ['src/words/setup.ts'] },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
});
