import { PptxViewer, RECOMMENDED_ZIP_LIMITS } from '@aiden0z/pptx-renderer';
import { bounded } from './bounded';
import { drawUnseen } from './frames';
import { showFrame } from './shown';
import { offer } from './tools';
import type { ShownInput } from './word';

drawUnseen();

const css = `
  body { padding: 8px; }
  [data-slide-index] { color: #000; }`;

let viewer: PptxViewer | undefined;

async function open(data: ArrayBuffer) {
  await bounded(data);
  showFrame(css);
  const place = document.body.appendChild(document.createElement('main'));
  viewer = await PptxViewer.open(data, place, {
    zipLimits: RECOMMENDED_ZIP_LIMITS,
    lazyMedia: true,
    lazySlides: true,
    pdfjs: false,
    listOptions: { windowed: true },
  });
  if (!viewer.slideCount) throw new Error('no slides');
  return { cut: false };
}

offer('slides', async (input: ShownInput) => {
  if ('open' in input) return open(input.open);
  await viewer?.setZoom(input.zoom * 100);
  return { cut: false };
});
