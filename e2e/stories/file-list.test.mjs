import assert from 'node:assert/strict';
import { Program } from '../support/api.mjs';
import { png } from '../support/samples.mjs';
import { sizes } from '../support/looks.mjs';
import { preview } from '../support/previews.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

story('Ben finds the files of a channel, by kind and person, and what is deleted leaves the list', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const [hers, his] = [await Program.of(stage.house, aiko.who), await Program.of(stage.house, ben.who)];
  const general = await hers.channel('general');
  const plan = await hers.upload('plan.txt', Buffer.from('the plan'));
  const sent = await hers.post(general, 'The plan', { files: [plan] });
  await his.post(general, '', {
    files: [await his.upload('answer.csv', Buffer.from('a,b\n1,2\n'))],
  });

  await ben.button(ben.words.files).click();
  const pane = ben.page.getByRole('complementary', {
    name: ben.words.files,
    exact: true,
  });
  const downloads = pane.getByRole('link', { name: /^Download/ });
  const names = () => downloads.evaluateAll((links) => links.map((link) => link.download));
  const lists = (...expected) =>
    until(async () => (await names()).join() === expected.join(), `the pane to list ${expected.join(' and ')}`);
  await lists('answer.csv', 'plan.txt');

  await pane.getByRole('combobox', { name: 'Sent by' }).selectOption({ label: aiko.who.name });
  await lists('plan.txt');
  await pane.getByRole('combobox', { name: 'Type of files' }).selectOption({ label: 'Pictures' });
  await pane.getByText('No file fits.').waitFor();
  await pane.getByRole('combobox', { name: 'Type of files' }).selectOption({ label: 'All types' });
  await pane.getByRole('combobox', { name: 'Sent by' }).selectOption({ label: 'Anybody' });
  await lists('answer.csv', 'plan.txt');

  await hers.post(general, '', {
    files: [await hers.upload('late.txt', Buffer.from('late'))],
  });
  await lists('late.txt', 'answer.csv', 'plan.txt');
  await hers.ask('DELETE', `/messages/${sent.id}`);
  await lists('late.txt', 'answer.csv');

  await pane.getByRole('button', { name: /^answer/ }).click();
  await until(
    async () => (await ben.page.locator('article.found').count()) === 1,
    'the message of the file to stand out',
  );
});

story('Aiko presses a file of a tall message, and it comes into view, also where previews are open', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const { page, words } = aiko;
  const program = await Program.of(stage.house, aiko.who);
  const general = await program.channel('general');
  const text = (name) => Buffer.from(`${name}\n`.repeat(60));
  const names = Array.from({ length: 9 }, (_, i) => `part ${i + 1}.txt`);
  await program.brings(general, 'All of it', ['front.png', png(640, 480)], ...names.map((name) => [name, text(name)]));
  const log = aiko.log('general');
  for (const name of names.slice(0, 4)) {
    const card = log.getByRole('group', { name, exact: true });
    await aiko.button(words.previewShow(name), card).click();
    await preview(aiko, card).waitFor();
  }
  for (let i = 0; i < 12; i++) await program.post(general, `later ${i}`);
  await aiko.sees('general', 'later 11');

  await aiko.button(words.files).click();
  const pane = page.getByRole('complementary', {
    name: words.files,
    exact: true,
  });
  const out = log.locator('[data-sought]');
  const seen = (name) =>
    out.evaluate((one, wanted) => {
      const [file, list] = [one, one.closest('[role="log"]')].map((node) => node.getBoundingClientRect());
      const within = file.top >= list.top - 1 && file.bottom <= list.bottom + 1;
      return within && Boolean(one.querySelector(`[title="${wanted}"]`));
    }, name);
  for (const name of ['part 9.txt', 'front.png', 'part 1.txt', 'part 7.txt']) {
    await pane.getByRole('button', { name: new RegExp(`^${name.split('.')[0]}`) }).click();
    await until(async () => (await out.count()) === 1 && (await seen(name)), `${name} to stand out in view`);
    assert.equal(await log.locator('article.found').count(), 1);
  }
  await until(async () => (await out.count()) === 0, 'it to stand out no more');
});

story('At a phone the files cover the channel, and with it the bar of new messages', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const program = await Program.of(stage.house, aiko.who);
  const general = await program.channel('general');
  const ben = await stage.enter(stage.cast.ben, sizes[390]);
  const { page, words } = ben;
  await page.goto('/');
  await ben.signsIn();
  await ben.link('general').waitFor();
  for (let i = 0; i < 60; i++) await program.post(general, `new ${i}`);
  await ben.link('general').tap();
  await ben.button(words.jumpToNewest).tap();
  const bar = ben.button('Mark as read');
  await bar.waitFor();
  const { x, y, width, height } = await bar.boundingBox();
  await ben.button(words.files).tap();
  const pane = page.getByRole('complementary', {
    name: words.files,
    exact: true,
  });
  await pane.getByRole('combobox', { name: 'Type of files' }).waitFor();
  const over = ([left, top]) => Boolean(document.elementFromPoint(left, top).closest('aside'));
  assert.ok(await page.evaluate(over, [x + width / 2, y + height / 2]));
});
