import JSZip from 'jszip';
import { expect, it } from 'vitest';
import { boxed } from './text-boxes';

const document = (text: string) => new JSZip().file('word/document.xml', text);

it('makes every shape around a text one that can hold it', async () => {
  const box = '<v:textbox><w:txbxContent>text</w:txbxContent></v:textbox>';
  const packed = await boxed(document(`<v:group><v:roundrect id="1">${box}</v:roundrect></v:group>`));
  const text = await (await JSZip.loadAsync(packed!)).file('word/document.xml')!.async('string');
  expect(text).toBe(`<v:shape><v:shape id="1">${box}</v:shape></v:shape>`);
});

it('leaves a document without such shapes as it is', async () => {
  expect(await boxed(document('<v:rect/>'))).toBeNull();
  expect(await boxed(document('<v:shape><w:txbxContent/></v:shape>'))).toBeNull();
});
