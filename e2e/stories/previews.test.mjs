import assert from 'node:assert/strict';
import { isAccessible } from '../support/accessible.mjs';
import { sizes } from '../support/looks.mjs';
import { preview, put, shown } from '../support/previews.mjs';
import { story } from '../support/story.mjs';
import { holds } from '../support/touch.mjs';
import { until } from '../support/until.mjs';

/** Writes down what it could get at, into its own text. */
const hostile = `<!doctype html><meta charset="utf-8"><title>x</title><p id="said">Nothing has run</p>
<script>
  const reached = [];
  const tries = {
    cookie: () => document.cookie,
    storage: () => localStorage.length,
    parent: () => parent.document.title,
    top: () => { top.location = 'https://elsewhere.example/'; throw 0; },
    popup: () => { if (!open('https://elsewhere.example/')) throw 0; },
  };
  for (const [name, attempt] of Object.entries(tries)) { try { attempt(); reached.push(name); } catch {} }
  fetch('/api/v1/me', { credentials: 'include' }).then(() => reached.push('network'), () => {}).finally(() => {
    document.getElementById('said').textContent = 'Reached: ' + (reached.join(', ') || 'nothing');
  });
</script>`;

story('A hostile page runs nothing until Aiko lets it, and then reaches nothing', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const card = await shown(stage, aiko, 'page.html', hostile);
  const frame = card.frameLocator('iframe');
  await frame.getByText('Nothing has run').waitFor();
  await isAccessible(aiko, 'page');
  await aiko.button(aiko.words.runScripts, card).click();
  await frame.getByText('Reached: nothing').waitFor();
  await aiko.button(aiko.words.previewSource, card).click();
  await card.getByText("top.location = 'https://elsewhere.example/'", { exact: false }).first().waitFor();

  const opening = aiko.page.context().waitForEvent('page');
  await card.getByRole('link', { name: aiko.words.openInTab }).click();
  const tab = await opening;
  await tab.getByText('Nothing has run').waitFor();
  await tab.close();
});

story('A drawing is a picture in which nothing runs, and is saved when it is opened by its address', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" onload="parent.ran = true">
    <script>parent.ran = true</script><image href="/api/v1/me" width="1" height="1"/><rect width="60" height="40" fill="#c33"/></svg>`;
  const card = await shown(stage, aiko, '図面.svg', drawing);
  const image = card.getByRole('img', { name: '図面.svg' });
  await until(() => image.evaluate((one) => one.complete && one.naturalWidth), 'the drawing to come');
  assert.equal(await aiko.page.evaluate(() => window.ran), undefined);
  const address = await image.getAttribute('src');
  const tab = await stage.anotherTab(aiko);
  const saving = tab.page.waitForEvent('download');
  await tab.page.goto(address).catch(() => {}); // it ends as a download
  assert.equal((await saving).suggestedFilename(), '図面.svg');
});

/** "名前：①番" in CP932, which has the encircled figure that JIS has not. */
const cp932 = Buffer.from([0x96, 0xbc, 0x91, 0x4f, 0x81, 0x46, 0x87, 0x40, 0x94, 0xd4, 0x0d, 0x0a]);

story(
  'A text from Windows is read in its charset, which may be changed, and goes on where it is long',
  async (stage) => {
    const { aiko } = await stage.twoPeople();
    const rest = Array.from({ length: 449 }, (_, i) => `line ${i + 2}`).join('\r\n');
    const card = await shown(stage, aiko, 'メモ.txt', Buffer.concat([cp932, Buffer.from(rest)]));
    await card.getByText('名前：①番').waitFor();
    const charset = card.getByRole('combobox', { name: aiko.words.charset });
    assert.equal(await charset.inputValue(), 'Shift_JIS');
    await isAccessible(aiko, 'text');
    await charset.selectOption('EUC-JP');
    await card.getByText('名前：①番').waitFor({ state: 'detached' });
    await charset.selectOption('Shift_JIS');
    await card.getByText('名前：①番').waitFor();
    await aiko.button(aiko.words.previewMoreLines, card).click();
    await aiko.button(aiko.words.previewMoreLines, card).click();
    await card.getByText('line 450').waitFor();
  },
);

story('Code has its colours, Markdown is drawn and has its source, and the width is kept', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const code = await shown(stage, aiko, 'main.go', 'package main\n\nfunc main() {}\n');
  await code.locator('.kn', { hasText: 'package' }).waitFor();
  const card = await shown(stage, aiko, 'plan.md', '# 計画\n\n- one\n- <script>two</script>\n');
  await card.getByRole('heading', { name: '計画' }).waitFor();
  await aiko.button(aiko.words.previewSource, card).click();
  await preview(aiko, card).getByText('# 計画').waitFor();

  const handle = card.getByRole('separator');
  const before = (await card.boundingBox()).width;
  await handle.press('ArrowLeft');
  await until(async () => (await card.boundingBox()).width === before - 40, 'the card to be narrower');
  await aiko.page.reload();
  await aiko.button(aiko.words.previewShow('plan.md')).click();
  await until(async () => (await card.boundingBox()).width === before - 40, 'the width to be remembered');
});

story(
  'A press on the name of a file shows it here and hides it, and in full screen it keeps its name',
  async (stage) => {
    const { aiko } = await stage.twoPeople();
    const { page, words } = aiko;
    const card = await put(stage, aiko, 'plan.txt', 'the whole plan\n');
    const name = card.locator('[title="plan.txt"]');
    const press = async () => {
      const { x, y } = await name.boundingBox();
      await page.mouse.click(x + 4, y + 4);
    };
    await name.waitFor();
    await press();
    await card.getByText('the whole plan').waitFor();
    assert.equal(await card.getByRole('button', { name: words.previewHide('plan.txt') }).count(), 1);

    await aiko.button(words.previewFull, card).click();
    await aiko.button(words.previewFullLeave, card).waitFor();
    await preview(aiko, card).locator('[title="plan.txt"]').waitFor();
    await aiko.button(words.previewFullLeave, card).click();
    await aiko.button(words.previewFull, card).waitFor();
    await press();
    await preview(aiko, card).waitFor({ state: 'detached' });
    await aiko.button('More about plan.txt', card).click();
    await page.getByRole('menuitem', { name: 'Details' }).waitFor();

    const ben = await stage.enter(stage.cast.ben, sizes[390]);
    await ben.page.goto('/');
    await ben.signsIn();
    await ben.link('general').tap();
    const his = ben.log('general').getByRole('group', { name: 'plan.txt', exact: true });
    await holds(ben.button(ben.words.previewShow('plan.txt'), his), ben.dialog(words.messageActions));
    assert.equal(await preview(ben, his).count(), 0);
  },
);

story('A table from Windows stands in rows and columns', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const rows = Array.from({ length: 249 }, (_, i) => `"row ${i + 2}, ""quoted""",${i}`).join('\r\n');
  const card = await shown(stage, aiko, '売上.csv', Buffer.concat([cp932, Buffer.from(rows)]));
  await card.getByRole('cell', { name: '名前：①番' }).waitFor();
  await card.getByRole('cell', { name: 'row 2, "quoted"' }).waitFor();
  assert.equal(await card.getByRole('row').count(), 200);
  await card.getByText('First 200 rows', { exact: true }).waitFor();
  await isAccessible(aiko, 'table');
  await aiko.button(aiko.words.previewMoreRows, card).click();
  await until(async () => (await card.getByRole('row').count()) === 250, 'the other rows');
  await card.getByText('250 rows', { exact: true }).waitFor();
  const { shop, inside } = await aiko.page.evaluate(() => {
    const frame = [...document.querySelectorAll('iframe')].find((one) => one.src.endsWith('/frame/workshop'));
    return { shop: frame.getAttribute('sandbox'), inside: frame.contentDocument };
  });
  assert.deepEqual([shop, inside], ['allow-scripts', null]);
});

/** A PDF of so many pages with a line of Japanese each, in a font that it does not bring. */
function pdf(pages) {
  const parts = ['<< /Type /Catalog /Pages 2 0 R >>'];
  const kids = Array.from({ length: pages }, (_, i) => `${6 + 2 * i} 0 R`).join(' ');
  parts.push(`<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`);
  parts.push(
    '<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /90ms-RKSJ-H /DescendantFonts [4 0 R] >>',
  );
  parts.push(
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 5 0 R >>',
    '<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 850 /Descent -150 /StemV 80 /CapHeight 700 >>',
  );
  for (let i = 0; i < pages; i++) {
    const text = `BT /F1 24 Tf 72 720 Td <96bc914f> Tj (page ${i + 1}) Tj ET`;
    const own = `/Contents ${7 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >>`;
    parts.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${own} >>`);
    parts.push(`<< /Length ${text.length} >>\nstream\n${text}\nendstream`);
  }
  let file = '%PDF-1.4\n';
  const places = parts.map((part, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj\n${part}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const begin = file.length;
  const count = parts.length + 1;
  return `${file}xref\n0 ${count}\n0000000000 65535 f \n${places.join('')}trailer << /Size ${count} /Root 1 0 R >>\nstartxref\n${begin}\n%%EOF\n`;
}

story('A PDF shows its pages as they come into view, and finds Japanese words in them', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const card = await shown(stage, aiko, '仕様書.pdf', pdf(12));
  const first = card.getByRole('img').first();
  await first.waitFor();
  const ink = () =>
    first.evaluate((image) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 424 });
      const context = canvas.getContext('2d');
      context.fillStyle = '#fff'; // what has not come yet is transparent
      context.fillRect(0, 0, 300, 424);
      context.drawImage(image, 0, 0, 300, 424);
      return context.getImageData(0, 0, 300, 80).data.some((value, at) => at % 4 === 0 && value < 128);
    });
  await until(ink, 'the words to be drawn');
  await isAccessible(aiko, 'pdf');
  const find = card.getByRole('searchbox', { name: aiko.words.previewFind });
  await find.fill('名前page12');
  await find.press('Enter');
  await card.getByRole('img', { name: 'Page 12 of 12' }).waitFor();
  await until(async () => (await card.getByRole('img').count()) <= 6, 'few pages to be kept');
});

story('A broken document says so, and its card stays', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const card = await shown(stage, aiko, 'broken.pdf', '%PDF-1.7\nnothing of this is a document');
  await card.getByRole('alert').waitFor();
  await card.getByRole('button', { name: 'Retry' }).waitFor();
});
