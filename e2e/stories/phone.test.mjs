import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Program } from '../support/api.mjs';
import { story } from '../support/story.mjs';
import { sizes } from '../support/looks.mjs';
import { holds, rests } from '../support/touch.mjs';
import { openList } from '../support/ways.mjs';

story('Ben at a phone: one screen at a time, back by the gesture, Enter breaks the line', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const ben = await stage.enter(stage.cast.ben, sizes[390]);
  const { page, words } = ben;
  await page.goto('/');
  await ben.signsIn();
  await ben.link('general').tap();
  await ben.composer('general').tap();
  await page.keyboard.type('first line');
  await page.keyboard.press('Enter');
  await page.keyboard.type('second line');
  assert.equal(await ben.composer('general').inputValue(), 'first line\nsecond line');
  await ben.button(words.send).tap();
  await aiko.sees('general', 'second line');

  await ben.button(words.back).tap();
  await ben.link('general').waitFor();
  assert.equal(await ben.composer('general').isVisible(), false);
  await ben.button(words.members).tap();
  const members = page.getByRole('complementary', { name: words.members });
  await members.getByText('Aiko').first().waitFor();
  await page.goBack();
  await members.waitFor({ state: 'detached' });
  await ben.link('general').waitFor();
  await ben.button(words.members).tap();
  await ben.button(words.close, members).tap();
  await members.waitFor({ state: 'detached' });
  await ben.link('general').tap();
  await ben.sees('general', 'second line');
  await page.goBack();
  await ben.link('general').waitFor();
  assert.equal(await ben.composer('general').isVisible(), false);
});

story(
  'Ben holds a finger on a message: the sheet stays when he lifts it, and a press beside it closes it',
  async (stage) => {
    const { aiko } = await stage.twoPeople();
    await aiko.says('general', 'Hold me');
    const ben = await stage.enter(stage.cast.ben, sizes[390]);
    const { page, words } = ben;
    await page.goto('/');
    await ben.signsIn();
    await ben.link('general').tap();
    await ben.sees('general', 'Hold me');
    const sheet = ben.dialog(words.messageActions);
    await holds(ben.articles('general').filter({ hasText: 'Hold me' }).first(), sheet);
    await page.waitForTimeout(300); // what lifting a finger brings comes after it
    assert.ok(await sheet.isVisible());
    await page.touchscreen.tap(195, 20);
    await sheet.waitFor({ state: 'detached' });
  },
);

story('Ben holds a finger on a message and on replies, and does what he wants with them', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const ben = await stage.enter(stage.cast.ben, sizes[390]);
  const { page, words } = ben;
  await page.goto('/');
  await ben.signsIn();
  await ben.link('general').tap();
  const [hers, his] = [await Program.of(stage.house, aiko.who), await Program.of(stage.house, ben.who)];
  const general = await hers.channel('general');
  const root = await hers.post(general, 'Who brings the cake?');
  for (const text of ['I do.', 'And the tea.'])
    await his.ask('POST', `/channels/${general.id}/messages`, { nonce: randomUUID(), text, parent: root.id });

  const sheet = ben.dialog('Actions for the message');
  const message = ben.articles('general').filter({ hasText: 'Who brings the cake?' }).first();
  await message.getByText('And the tea.').waitFor();
  await holds(message.getByText('Who brings the cake?'), sheet);
  assert.equal(await ben.button(words.edit, sheet).count(), 0, 'it is not his');
  for (const name of [words.reply, words.addReaction, 'Copy text', 'Copy link', words.quote])
    await ben.button(name, sheet).waitFor();
  await ben.button('👍', sheet).tap();
  await message.getByRole('button', { name: /^👍/ }).waitFor();

  await holds(message.getByText('I do.'), sheet);
  for (const name of [words.reply, words.addReaction, words.edit, words.delete, 'Copy text'])
    await ben.button(name, sheet).waitFor();
  await ben.button(words.edit, sheet).tap();
  const pane = page.getByRole('complementary', { name: words.thread, exact: true });
  await ben.field(words.editMessage, pane).fill('I do, with cherries.');
  await ben.button('Save', pane).tap();
  const reply = pane.getByRole('article').filter({ hasText: 'with cherries' });
  await reply.waitFor();
  await holds(reply.getByText('with cherries'), sheet);
  await ben.button(words.delete, sheet).tap();
  await ben.button(words.delete, page.getByRole('alertdialog')).tap();
  await reply.waitFor({ state: 'detached' });
  await page.goBack();
  await pane.waitFor({ state: 'detached' });

  await message.getByText('And the tea.').tap();
  const tea = pane.getByRole('article').filter({ hasText: 'And the tea.' });
  await tea.waitFor();
  assert.match(await tea.getAttribute('class'), /found/);
});

story('No tab of the settings is broken into two lines on Aiko’s phone', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko, sizes[390]);
  await aiko.fillsSetUp();
  await openList(aiko);
  await aiko.chooses(aiko.words.settings);
  const tabs = aiko.page.getByRole('tab');
  await tabs.nth(3).waitFor();
  const lines = await tabs.evaluateAll((all) =>
    all.map((one) => {
      const label = document.createRange();
      label.selectNodeContents(one);
      return label.getClientRects().length;
    }),
  );
  assert.deepEqual(lines, [1, 1, 1, 1]);
});

story('Ben holds a finger on a channel, and its menu stays when he lifts it', async (stage) => {
  await stage.twoPeople();
  const ben = await stage.enter(stage.cast.ben, sizes[390]);
  const { page, words } = ben;
  await page.goto('/');
  await ben.signsIn();
  const menu = page.getByRole('menu');
  await rests(ben.link('general'));
  await menu.waitFor();
  await page.waitForTimeout(300); // what lifting a finger brings comes after it
  await menu.getByRole('menuitem', { name: words.muteChannel, exact: true }).tap();
  await menu.waitFor({ state: 'detached' });
  await ben.link('general').locator('.sign').waitFor();
  assert.equal(await ben.composer('general').isVisible(), false, 'it was not opened');
});
