import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { leftOf } from './left';

const holding = (parts: Record<string, string>) => {
  const zip = new JSZip();
  for (const [name, text] of Object.entries(parts)) zip.file(name, text);
  return zip;
};

describe('what is left out', () => {
  it('of a Word document is what stands in it, not what it might hold', async () => {
    const plain = { 'word/document.xml': '<w:insideH w:val="x"/><w:delText/>', 'word/comments.xml': '<w:comments/>' };
    expect(await leftOf(holding(plain), 'word')).toEqual([]);
    const crowded = {
      'word/document.xml': '<w:ins w:id="1"/><wps:cNvSpPr/><w:object>',
      'word/comments.xml': '<w:comments><w:comment w:id="0"/>',
      'word/charts/chart1.xml': '',
      'word/diagrams/data1.xml': '',
      'word/media/image1.EMF': '',
    };
    const all = ['comments', 'charts', 'smartArt', 'drawings', 'metafiles', 'objects', 'changes'];
    expect(await leftOf(holding(crowded), 'word')).toEqual(all);
  });

  it('is no drawing where it is the box around a text', async () => {
    const boxed = (box: string) => leftOf(holding({ 'word/header1.xml': box }), 'word');
    expect(await boxed('<wps:cNvSpPr txBox="1"/>')).toEqual([]);
    expect(await boxed('<wps:cNvSpPr txBox="1"/><wps:cNvCnPr/>')).toEqual(['drawings']);
  });

  it('of a workbook is all that is not a cell', async () => {
    const parts = {
      'xl/threadedComments/threadedComment1.xml': '',
      'xl/drawings/drawing1.xml': '<xdr:sp macro="">',
      'xl/media/image1.png': '',
    };
    expect(await leftOf(holding(parts), 'sheet')).toEqual(['comments', 'drawings', 'pictures']);
    expect(await leftOf(holding({ 'xl/drawings/drawing1.xml': '<xdr:pic>' }), 'sheet')).toEqual([]);
  });

  it('of slides is SmartArt only where no drawing of it is kept', async () => {
    const art = { 'ppt/diagrams/data1.xml': '', 'ppt/diagrams/drawing1.xml': '' };
    expect(await leftOf(holding(art), 'slides')).toEqual([]);
    expect(await leftOf(holding({ ...art, 'ppt/diagrams/data2.xml': '' }), 'slides')).toEqual(['smartArt']);
    expect(await leftOf(holding({ 'ppt/media/media1.mp4': '' }), 'slides')).toEqual(['media']);
  });
});
