import { parseAsync, renderDocument } from 'docx-preview';
import { bounded } from './zip-bounds';
import { leftOf } from './left';
import { showFrame } from './paper';
import { boxed, boxes } from './text-boxes';
import { offer } from './tools';

/** A document to be shown in the frame, or how large: 1 is as wide as the frame, but not wider than on paper. */
export type ShownInput = { open: ArrayBuffer } | { zoom: number };

/** How many paragraphs and tables are shown: some 1,000 pages. */
const mostBlocks = 12_000;

/** Word's bullets stand in fonts of signs, by numbers that mean nothing elsewhere. */
const bullets: Record<string, string> = { '\uf0b7': '•', '\uf0a7': '▪', '\uf0d8': '➢' };
const legible = (text: string) => text.replace(/[\uf0b7\uf0a7\uf0d8]/g, (sign) => bullets[sign]!);

const options = {
  inWrapper: false,
  ignoreLastRenderedPageBreak: false,
  renderAltChunks: false, // they are pages of HTML
};

const css = `
  body { padding: 8px; width: max-content; min-width: 100%; box-sizing: border-box; }
  section.docx { margin: 0 auto 8px; background: #fff; color: #000; box-shadow: 0 0 0 1px rgb(0 0 0 / 15%);
    content-visibility: auto; contain-intrinsic-height: auto 842pt; }
  .box { display: inline-block; box-sizing: border-box; max-width: 100%; margin: 4px 0; padding: 4px 8px;
    border: 1px solid #999; vertical-align: top; }`;

let zoom = 1;
let widest = 0;

function fit() {
  if (widest) document.body.style.setProperty('zoom', String(Math.min(1, innerWidth / (widest + 16)) * zoom));
}

async function open(data: ArrayBuffer) {
  const zip = await bounded(data);
  const left = await leftOf(zip, 'word');
  const document = await parseAsync((await boxed(zip)) ?? data, options);
  const blocks: unknown[] = document.documentPart.body.children;
  const cut = blocks.length > mostBlocks;
  blocks.length = Math.min(blocks.length, mostBlocks);
  const nodes = await renderDocument(document, options);
  show(nodes);
  return { cut, left };
}

function show(nodes: Node[]) {
  showFrame(css);
  for (const node of nodes) {
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const said = text.nodeValue ?? '';
      if (said !== legible(said)) text.nodeValue = legible(said);
    }
  }
  document.body.append(...nodes);
  boxes(document.body);
  widest = Math.max(0, ...Array.from(document.querySelectorAll<HTMLElement>('section.docx'), (one) => one.offsetWidth));
  fit();
  addEventListener('resize', fit);
}

offer('word', (input: ShownInput) => {
  if ('open' in input) return open(input.open);
  zoom = input.zoom;
  fit();
  return { cut: false, left: [] };
});
