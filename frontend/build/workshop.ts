import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { build, type Plugin } from 'vite';

const suffix = '?workshop';
const pdf = new URL('../node_modules/pdfjs-dist/', import.meta.url).pathname;

/** Where the PDF renderer's own files lie below the root; a version of it is never given to other bytes. */
export const pdfAssets = () => `assets/pdfjs-${JSON.parse(readFileSync(`${pdf}package.json`, 'utf8')).version}/`;

/**
 * Makes of `x.ts?workshop` a classic script of its own, with all that it needs in it, and gives its address: the workshop's
 * frame has no network, so the page hands it in whole. `?workshop-text` gives the script itself, for a worker inside.
 */
export function workshop(): Plugin {
  let serving = false;
  return {
    name: 'workshop',
    enforce: 'pre',
    configResolved: (config) => void (serving = config.command === 'serve'),
    resolveId: async function (id, importer) {
      if (!id.includes(suffix)) return;
      const found = await this.resolve(id.slice(0, id.indexOf(suffix)), importer);
      return found && `\0${found.id}${id.slice(id.indexOf(suffix))}`;
    },
    async load(id) {
      if (!id.startsWith('\0') || !id.includes(suffix)) return;
      if (serving) return 'export default ""'; // the workshop works with what is built
      const at = id.indexOf(suffix);
      const code = await classic(id.slice(1, at));
      if (id.endsWith('-text')) return `export default ${JSON.stringify(code)}`;
      const name = id.slice(1, at).match(/([\w-]+)\.ts$/)?.[1];
      const hash = createHash('sha256').update(code).digest('base64url').slice(0, 8);
      const fileName = `assets/workshop-${name}-${hash}.js`;
      this.emitFile({ type: 'asset', fileName, source: code });
      if (name === 'pdf') {
        for (const folder of ['cmaps', 'standard_fonts']) {
          for (const file of readdirSync(pdf + folder).filter((one) => /\.(bcmap|pfb|ttf)$/.test(one))) {
            const source = readFileSync(`${pdf}${folder}/${file}`);
            this.emitFile({ type: 'asset', fileName: `${pdfAssets()}${folder}/${file}`, source });
          }
        }
      }
      return `export default ${JSON.stringify(`/${fileName}`)}; export const files = ${JSON.stringify(`/${pdfAssets()}`)};`;
    },
  };
}

/** One script without imports. */
async function classic(entry: string): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [workshop()],
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'unused' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
    define: { 'process.env.NODE_ENV': '"production"', 'import.meta.url': '""', 'import.meta.resolve': 'undefined' },
  });
  const [output] = [made].flat();
  if (!output || !('output' in output)) throw new Error(`no script was made of ${entry}`);
  return output.output[0].code;
}
