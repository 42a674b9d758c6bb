import assert from 'node:assert/strict';
import JSZip from '../../frontend/node_modules/jszip/lib/index.js';
import { isAccessible } from '../support/accessible.mjs';
import { documents } from '../support/documents.mjs';
import { noise } from '../support/files.mjs';
import { shown } from '../support/previews.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

/** The document in its frame, which has no origin and reaches nothing. */
const inside = (card) => card.frameLocator('iframe');

story('A Word document is read where it stands, and its links lead nowhere', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const files = await documents();
  const card = await shown(stage, aiko, '見積書.docx', files['letter.docx']);
  const page = inside(card);
  await page.getByText('株式会社かえで様').waitFor();
  await page.getByRole('cell', { name: '1,440' }).waitFor();
  assert.equal(await page.locator('section').count(), 3);
  await card.getByText(aiko.words.previewWord).waitFor();
  await isAccessible(aiko, 'word');

  const width = async () => (await page.locator('section').first().boundingBox()).width;
  const before = await width();
  await aiko.button(aiko.words.previewZoomIn, card).click();
  await until(async () => (await width()) > before * 1.2, 'the page to be larger');
  await page.getByText('ご案内').click({ button: 'middle' });
  await page.getByText('ご案内').click();
  await page.getByText('株式会社かえで様').waitFor();
  assert.equal(aiko.page.context().pages().length, 1);
  assert.equal(await card.locator('iframe').getAttribute('sandbox'), 'allow-scripts');
});

story('A Word document of 500 pages is there to its last one', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const files = await documents();
  const card = await shown(stage, aiko, '規程.docx', files['book.docx']);
  await inside(card).getByText('株式会社かえで様').waitFor();
  await inside(card).getByText('500ページ目').scrollIntoViewIfNeeded();
});

story('Slides are shown one below the other as they come into view', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const files = await documents();
  const card = await shown(stage, aiko, 'まとめ.pptx', files['slides.pptx']);
  const page = inside(card);
  await page.getByText('四半期のまとめ').waitFor();
  await card.getByText(aiko.words.previewSlides).waitFor();
  await isAccessible(aiko, 'slides');
  await page.getByText('資料はこちら').click();
  await until(async () => {
    await aiko.page.mouse.wheel(0, 300);
    return page.getByText('質問').isVisible();
  }, 'the last slide');
  assert.equal(aiko.page.context().pages().length, 1);
  await aiko.button(aiko.words.previewZoomIn, card).click();
  await page.getByText('質問').waitFor();
});

story('A workbook shows the cells of its sheets, one sheet at a time', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const files = await documents();
  const card = await shown(stage, aiko, '報告.xlsx', files['book.xlsx']);
  await card.getByRole('cell', { name: 'ボールペン' }).waitFor();
  await isAccessible(aiko, 'workbook');
  await card.getByRole('combobox').selectOption('明細');
  await card.getByRole('cell', { name: '<b>second</b>' }).waitFor();
});

/** SmartArt as a program that draws none keeps it: its data, and a place on the slide. */
const smartArt = `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="99" name="Art"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>
  <p:xfrm><a:off x="720000" y="720000"/><a:ext cx="2880000" cy="720000"/></p:xfrm>
  <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"/></a:graphic></p:graphicFrame></p:spTree>`;

story(
  'What of an office document is not shown is said, and what was deleted or hidden does not stand there',
  async (stage) => {
    const { aiko } = await stage.twoPeople();
    const files = await documents();
    const letter = await shown(stage, aiko, '契約書.docx', files['crowded.docx']);
    const text = inside(letter).locator('body');
    for (const part of [
      '単価は1,440円です。',
      'ページの下の注',
      '文末の注の文',
      '社外秘',
      'かえで商事',
      '枠の中の文字',
      '図形の文字',
    ]) {
      await text.getByText(part).waitFor();
    }
    assert.doesNotMatch(await text.innerText(), /9,999|来週では遅い/);
    await letter.getByText('Tracked changes are shown as accepted. Not shown: comments, charts, drawings.').waitFor();
    const plain = await shown(stage, aiko, '見積書.docx', files['letter.docx']);
    await inside(plain).getByText('株式会社かえで様').waitFor();
    assert.equal(await plain.getByText('Not shown').count(), 0);

    const book = await shown(stage, aiko, '原価.xlsx', files['crowded.xlsx']);
    await book.getByRole('row', { name: '4 ノート' }).waitFor();
    assert.deepEqual(await book.getByRole('row').allInnerTexts(), [
      '1\t品名\t売価',
      '2\tボールペン\t120',
      '4\tノート\t',
    ]);
    assert.deepEqual(await book.getByRole('option').allInnerTexts(), ['売上', '表だけ']);
    const left = 'comments, charts, drawings, hidden sheets, hidden rows, hidden columns.';
    await book.getByText(`Not shown: ${left}`).waitFor();

    const slides = await changed(files['crowded.pptx'], async (zip) => {
      zip.file('ppt/diagrams/data1.xml', '<dgm:dataModel/>');
      const first = await zip.file('ppt/slides/slide1.xml').async('string');
      zip.file('ppt/slides/slide1.xml', first.replace('</p:spTree>', smartArt));
    });
    const talk = await shown(stage, aiko, '発表.pptx', slides);
    await inside(talk).getByText('四半期のまとめ').waitFor();
    await talk.getByText('Pale slides are hidden in a presentation. Not shown: comments, notes, SmartArt.').waitFor();
    await inside(talk).getByText('隠したスライド').waitFor();
    const hidden = inside(talk).locator('[data-slide-index="1"]').first();
    assert.equal(await hidden.evaluate((one) => getComputedStyle(one).opacity), '0.4');
  },
);

story('A PDF of an office program shows its pages, and its words are found', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const files = await documents();
  const card = await shown(stage, aiko, '見積書.pdf', files['letter.pdf']);
  await card.getByRole('img').first().waitFor();
  const find = card.getByRole('searchbox', { name: aiko.words.previewFind });
  await find.fill('株式会社かえで');
  await find.press('Enter');
  await card.getByRole('status').filter({ hasText: '1 of 1' }).waitFor();
});

/** A document that LibreOffice has written, with something of ours put into it. */
async function changed(document, change) {
  const zip = await JSZip.loadAsync(document);
  await change(zip);
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

/** What a zip says that its parts unpack to, made ten bytes each. */
function lying(zip) {
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4))
    zip.writeUInt32LE(10, at + 24);
  return zip;
}

story('What is broken, locked or a bomb says so, and can be downloaded', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const { 'letter.docx': letter, 'slides.pptx': slides, 'book.xlsx': book } = await documents();
  const blanks = Buffer.alloc(200 << 20, ' ');
  const bombs = {
    'bomb.docx': await changed(letter, (zip) => zip.file('word/media/a.xml', blanks.subarray(0, 70 << 20))),
    'bomb.pptx': await changed(slides, (zip) => zip.file('ppt/slides/slide9.xml', blanks.subarray(0, 70 << 20))),
    'bomb.xlsx': await changed(book, (zip) => zip.file('xl/sharedStrings.xml', blanks)),
  };
  const locked = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4_000)]);
  const files = {
    ...bombs,
    'liar.docx': lying(Buffer.from(bombs['bomb.docx'])),
    'cut.docx': letter.subarray(0, 4_000),
    '秘密.pptx': locked,
    '秘密.docx': locked,
    'empty.docx': await changed(letter, (zip) => zip.remove('word/document.xml')),
    'cut.pptx': slides.subarray(0, 9_000),
  };
  for (const [name, bytes] of Object.entries(files)) {
    const card = await shown(stage, aiko, name, bytes);
    await card.getByRole('alert').filter({ hasText: 'This file could not be read.' }).waitFor();
    await card.getByRole('link', { name: aiko.words.downloadFile(name) }).waitFor();
    assert.equal(await card.locator('iframe').count(), 0, name);
    await aiko.button(aiko.words.previewHide(name), card).click();
  }
});

story('A document with macros says so wherever they lie in it, and runs none', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const { 'letter.docx': letter } = await documents();
  const bytes = await changed(letter, (zip) => {
    zip.file('word/media/noise.bin', noise(20_000));
    zip.file('word/vbaProject.bin', 'macros');
  });
  const card = await shown(stage, aiko, '見積書.docx', bytes);
  await inside(card).getByText('株式会社かえで様').waitFor();
  await card.getByText('May run macros').waitFor();
});
