import type JSZip from 'jszip';

/** Shapes that the renderer drops with the text in them, or draws as what cannot hold any. */
const shapes = /(<\/?v:)(?:group|rect|roundrect|oval)(?=[\s>])/g;
const parts = /^word\/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$/;

/** The document with every shape and group that holds text made one that can, packed anew; null where there are none. */
export async function boxed(zip: JSZip): Promise<ArrayBuffer | null> {
  let found = false;
  for (const part of zip.file(parts)) {
    const text = await part.async('string');
    if (!text.includes('<w:txbxContent') || text.search(shapes) < 0) continue;
    zip.file(part.name, text.replace(shapes, '$1shape'));
    found = true;
  }
  return found ? zip.generateAsync({ type: 'arraybuffer' }) : null;
}

/** Puts the text of drawn text boxes into the flow, where it overlaps nothing: their places hold for Word's lines only. */
export function boxes(page: ParentNode) {
  for (const drawing of page.querySelectorAll<SVGSVGElement>('svg:has(foreignObject)')) {
    const box = document.createElement('div');
    box.className = 'box';
    box.style.width = drawing.style.width;
    for (const text of drawing.querySelectorAll('foreignObject')) box.append(...text.childNodes);
    drawing.replaceWith(box);
  }
}
