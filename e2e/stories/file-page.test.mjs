import assert from 'node:assert/strict';
import { isAccessible } from '../support/accessible.mjs';
import { Program } from '../support/api.mjs';
import { documents } from '../support/documents.mjs';
import { sizes } from '../support/looks.mjs';
import { preview, shown } from '../support/previews.mjs';
import { png } from '../support/samples.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

story('A document has a page of its own, until it is gone', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { 'letter.docx': letter } = await documents();
  const card = await shown(stage, aiko, '見積書.docx', letter);
  const opening = aiko.page.context().waitForEvent('page');
  await card.getByRole('link', { name: aiko.words.openInTab }).click();
  const page = await opening;
  const reads = () => page.frameLocator('iframe').getByText('株式会社かえで様').waitFor();
  await reads();
  await page.getByRole('heading', { name: '見積書.docx' }).waitFor();
  assert.equal(await page.title(), '見積書.docx · Courtyard');
  await isAccessible({ page }, 'file page');
  await page.reload();
  await reads();
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: aiko.words.downloadFile('見積書.docx') }).click();
  assert.equal((await saving).suggestedFilename(), '見積書.docx');

  const path = new URL(page.url()).pathname;
  await ben.page.goto(path);
  await ben.page.frameLocator('iframe').getByText('株式会社かえで様').waitFor();
  const program = await Program.of(stage.house, stage.cast.aiko);
  const [message] = await program.history(await program.channel('general'));
  await program.ask('DELETE', `/messages/${message.id}`);
  for (const one of [page, ben.page]) {
    await one.reload();
    await one.getByRole('alert').filter({ hasText: 'This file is gone, or it is not for you to see.' }).waitFor();
  }
  await ben.page.getByRole('link', { name: 'Back to the chat' }).click();
  await ben.composer('general').waitFor();
});

story('What Ben may not see has no page for him, and what is not shown is downloaded', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const program = await Program.of(stage.house, stage.cast.aiko);
  const id = await program.upload('notes.bin', Buffer.from([0, 1, 2, 3]));
  await ben.page.goto(`/f/${id}`);
  await ben.page.getByRole('alert').filter({ hasText: 'This file is gone' }).waitFor();
  await aiko.page.goto(`/f/${id}`);
  await aiko.page.getByText('Files of this type are not shown here.').waitFor();
  await aiko.page.getByRole('link', { name: aiko.words.downloadFile('notes.bin') }).waitFor();
  const photo = await program.upload('crane.png', png(64, 48));
  await aiko.page.goto(`/f/${photo}`);
  await aiko.page.getByRole('img', { name: 'crane.png' }).waitFor();
});

story('A short table takes the room of its rows', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const card = await shown(stage, aiko, '売上.csv', '品名,数量\nボールペン,12\n');
  await card.getByRole('cell', { name: 'ボールペン' }).waitFor();
  const high = async (locator) => (await locator.boundingBox()).height;
  assert.ok((await high(preview(aiko, card))) < 160);
  assert.ok((await high(card)) < 240);
});

story('On Ben’s phone nothing of a message runs out of the window', async (stage) => {
  const { ben: who } = stage.cast;
  await stage.twoPeople();
  const program = await Program.of(stage.house, stage.cast.aiko);
  const general = await program.channel('general');
  await program.brings(
    general,
    '',
    ['wide.png', png(1200, 300)],
    ['売上.csv', Buffer.from('品名,数量\nボールペン,12\n')],
  );
  const ben = await stage.enter(who, sizes[390]);
  await ben.page.goto('/');
  await ben.signsIn();
  await ben.link('general').click();
  await ben.button(ben.words.previewShow('売上.csv')).click();
  await ben.page.getByRole('cell', { name: 'ボールペン' }).waitFor();
  const right = async (locator) => {
    const { x, width } = await locator.boundingBox();
    return x + width;
  };
  await until(async () => (await right(ben.page.getByRole('img', { name: 'wide.png' }))) <= 390, 'the picture to fit');
  assert.ok((await right(ben.page.getByRole('group', { name: '売上.csv', exact: true }).first())) <= 390);
});
