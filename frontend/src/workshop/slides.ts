import { PptxViewer, RECOMMENDED_ZIP_LIMITS } from '@aiden0z/pptx-renderer';
import { bounded } from './zip-bounds';
import { drawUnseen } from './frames';
import { leftOf } from './left';
import { showFrame } from './paper';
import { offer } from './tools';
import type { ShownInput } from './word';

drawUnseen();

const css = `
  body { padding: 8px; }
  [data-slide-index] { color: #000; }`;

let viewer: PptxViewer | undefined;

async function open(data: ArrayBuffer) {
  const left = await leftOf(await bounded(data), 'slides');
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
  const hidden = viewer.presentationData?.slides.filter((one) => one.hidden) ?? [];
  pale(hidden.map((one) => one.index));
  if (hidden.length) left.push('hidden');
  return { cut: false, left };
}

/** Slides that are not shown to an audience; they come and go as one scrolls. */
function pale(slides: number[]) {
  if (!slides.length) return;
  const style = document.head.appendChild(document.createElement('style'));
  style.textContent = `${slides.map((index) => `[data-slide-index="${index}"]`).join()} { opacity: 0.4; }`;
}

offer('slides', async (input: ShownInput) => {
  if ('open' in input) return open(input.open);
  await viewer?.setZoom(input.zoom * 100);
  return { cut: false, left: [] };
});
