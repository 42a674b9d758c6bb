/** Shapes that the renderer drops with the text in them, or draws as what cannot hold any. */
const shapes = /(<\/?v:)(?:group|rect|roundrect|oval)(?=[\s>])/g;

/** Makes whatever reads XML from here on take every old shape and group for one that can hold text. */
export function boxesInShapes() {
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (text, type) {
    const boxed = typeof text === 'string' && text.includes('<w:txbxContent') ? text.replace(shapes, '$1shape') : text;
    return parse.call(this, boxed as string, type);
  };
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
