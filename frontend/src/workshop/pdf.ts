import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import workerCode from './pdf-worker.ts?workshop-text';
import { drawUnseen } from './frames';
import { offer, type Say } from './tools';

/** What is asked of the document, one thing at a time. */
export type PdfInput = { open: ArrayBuffer } | { draw: number; width: number } | { read: number };

drawUnseen();

let ask: Say = () => {};
const waiting = new Map<string, (bytes: Blob | null) => void>();

addEventListener('message', ({ source, data }) => {
  if (source !== parent || typeof data?.given !== 'string') return;
  waiting.get(data.given)?.(data.bytes);
  waiting.delete(data.given);
});

/** Fetches tables of characters and fonts by way of the page: the frame has no network. */
class FromPage {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const name = `${{ cMapUrl: 'cmaps', standardFontDataUrl: 'standard_fonts' }[kind]}/${filename}`;
    const bytes = new Promise<Blob | null>((given) => waiting.set(name, given));
    ask({ want: name });
    const blob = await bytes;
    if (!blob) throw new Error('not given');
    return new Uint8Array(await blob.arrayBuffer());
  }
}

let open: PDFDocumentProxy | undefined;

async function begin(data: ArrayBuffer) {
  await open?.loadingTask.destroy();
  const code = new Blob([workerCode], { type: 'text/javascript' });
  GlobalWorkerOptions.workerPort ??= new Worker(URL.createObjectURL(code));
  const parameters = {
    data,
    BinaryDataFactory: FromPage,
    cMapUrl: 'cmaps/',
    cMapPacked: true,
    standardFontDataUrl: 'standard_fonts/',
    useWorkerFetch: false,
    useWasm: false,
    isEvalSupported: false,
    disableAutoFetch: true,
  };
  open = await getDocument(parameters).promise;
  const { width, height } = (await open.getPage(1)).getViewport({ scale: 1 });
  return { pages: open.numPages, width, height };
}

async function draw(document: PDFDocumentProxy, number: number, width: number) {
  const page = await document.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  // A picture of at most 16 megapixels, whatever size the document says its page has.
  const scale = Math.min(width / natural.width, Math.sqrt(16e6 / (natural.width * natural.height)));
  const viewport = page.getViewport({ scale });
  const canvas = Object.assign(globalThis.document.createElement('canvas'), {
    width: Math.max(1, Math.round(viewport.width)),
    height: Math.max(1, Math.round(viewport.height)),
  });
  await page.render({ canvas, viewport }).promise;
  const picture = pngOf(canvas);
  canvas.width = canvas.height = 0;
  page.cleanup();
  return { picture, width: natural.width, height: natural.height };
}

/** Chromium's toBlob waits up to a second for an idle moment that a frame out of sight is not given. */
function pngOf(canvas: HTMLCanvasElement): Blob {
  const [, text] = canvas.toDataURL('image/png').split(',');
  const bytes = Uint8Array.from(atob(text!), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}

async function read(document: PDFDocumentProxy, number: number) {
  const { items } = await (await document.getPage(number)).getTextContent();
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}

offer('pdf', (input: PdfInput, say) => {
  ask = say;
  if ('open' in input) return begin(input.open);
  if (!open) throw new Error('nothing is open');
  return 'draw' in input ? draw(open, input.draw, input.width) : read(open, input.read);
});
