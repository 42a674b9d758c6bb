import { readFileSync } from 'node:fs';
import { transformWithOxc, type Plugin } from 'vite';

/**
 * Puts src/early.ts before everything else, as a blocking classic script: the theme must stand before the first
 * paint, and the content security policy allows no inline script.
 */
export function early(): Plugin {
  const source = new URL('../src/early.ts', import.meta.url).pathname;
  let serving = false;
  return {
    name: 'early',
    configResolved: (config) => void (serving = config.command === 'serve'),
    async buildStart() {
      if (serving) return;
      const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source);
      this.emitFile({ type: 'asset', name: 'early.js', source: code.replace(/export \{\};?/, '') });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const built = Object.values(bundle).find((file) => file.type === 'asset' && file.names.includes('early.js'));
        const src = serving ? '/src/early.ts' : `/${built?.fileName}`;
        return [{ tag: 'script', attrs: serving ? { src, type: 'module' } : { src }, injectTo: 'head-prepend' }];
      },
    },
  };
}
