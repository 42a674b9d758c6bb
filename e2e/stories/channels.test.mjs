import assert from 'node:assert/strict';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

/** Opens the settings of the channel on screen and gives their dialog. */
async function settings(person) {
  await person.button(person.words.channelSettings).click();
  const dialog = person.dialog(person.words.channelSettings);
  await dialog.waitFor();
  return dialog;
}

/** Presses a button in the dialog that asks whether one is sure. */
const confirms = (person, name) =>
  person.page.getByRole('alertdialog').getByRole('button', { name, exact: true }).click();

const listed = (person) =>
  person.page
    .getByRole('navigation', { name: person.words.channels })
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')));

story('Aiko talks with Ben in a private channel that nobody else knows of', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { words } = aiko;
  await aiko.button(words.createChannel).click();
  const dialog = aiko.dialog(words.createChannel);
  await aiko.field(words.channelName, dialog).fill('salaries');
  await dialog.getByRole('checkbox', { name: words.privateChannel }).check();
  assert.equal(await dialog.getByRole('checkbox', { name: words.everyone }).isDisabled(), true);
  await aiko.button(words.createChannel, dialog).click();
  await aiko.composer('salaries').waitFor();

  await ben.button(words.browseChannels).click();
  await ben.dialog(words.browseChannels).getByRole('listitem').first().waitFor();
  assert.equal(await ben.page.getByText('salaries').count(), 0);
  await ben.page.keyboard.press('Escape');

  await aiko.button(words.peopleIn('salaries')).click();
  const people = aiko.dialog(words.peopleIn('salaries'));
  await people.getByRole('searchbox').fill('be');
  await aiko.button(words.addPerson('Ben'), people).click();
  await aiko.button('Remove Ben from the channel', people).waitFor();
  await ben.link('salaries').click();
  await aiko.page.keyboard.press('Escape');
  await aiko.says('salaries', 'between the two of us');
  await ben.sees('salaries', 'between the two of us');

  await aiko.button(words.peopleIn('salaries')).click();
  await aiko.button('Remove Ben from the channel', people).click();
  await ben.page.getByText('You are no longer in #salaries.').waitFor();
  await ben.composer('general').waitFor();
  assert.equal(await ben.link('salaries').count(), 0);
});

story('Ben, who comes later, reads only what was written since', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko);
  await aiko.setUp();
  const { words } = aiko;
  await aiko.says('general', 'before Ben came');
  const dialog = await settings(aiko);
  await dialog.getByRole('combobox', { name: words.earlierMessages }).selectOption('joining');
  await aiko.button(words.save, dialog).click();
  await confirms(aiko, words.save);
  await aiko.sees('general', 'limited the history');
  const ben = await stage.enter(stage.cast.ben);
  await ben.joinsWith(await aiko.invites());
  await ben.page.getByText('What was written before you joined is not shown').waitFor();
  await aiko.says('general', 'since Ben is here');
  await ben.sees('general', 'since Ben is here');
  assert.equal(await ben.page.getByText('before Ben came').count(), 0);

  const again = await settings(aiko);
  await again.getByRole('combobox', { name: words.earlierMessages }).selectOption('all');
  await aiko.button(words.save, again).click();
  await confirms(aiko, words.save);
  await ben.sees('general', 'before Ben came');
});

story('A channel is archived, read, restored and at last deleted', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { words } = aiko;
  await aiko.creates('party', { everyone: true });
  await aiko.says('party', 'who brings the cake?');
  await ben.link('party').click();
  await ben.sees('party', 'who brings the cake?');

  await aiko.button(words.archiveChannel, await settings(aiko)).click();
  await confirms(aiko, words.archiveChannel);
  await ben.page.getByText('This channel is archived.').first().waitFor();
  assert.equal(await ben.composer('party').count(), 0);
  assert.equal(await ben.link('party').count(), 0);
  await ben.sees('party', 'who brings the cake?');

  await aiko.button(words.restore).click();
  await ben.composer('party').waitFor();
  await ben.says('party', 'me');
  await aiko.sees('party', 'me');

  await aiko.button(words.deleteChannel, await settings(aiko)).click();
  await confirms(aiko, words.deleteChannel);
  await ben.page.getByText('#party was deleted.').waitFor();
  await ben.composer('general').waitFor();
  assert.deepEqual(await listed(aiko), ['general']);
});

story('Aiko orders the list by keyboard and by dragging, and Ben sees it', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { words } = aiko;
  for (const name of ['sales', 'design']) await aiko.creates(name, { everyone: true });
  await aiko.button(words.createCategory).click();
  await aiko.field(words.categoryName).fill('Teams');
  await aiko.button(words.createCategory, aiko.dialog(words.createCategory)).click();
  await ben.page.getByRole('heading', { name: 'Teams', exact: true }).waitFor();

  const order = (person) =>
    person.page
      .getByRole('navigation', { name: words.channels })
      .locator('h3, a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent.trim()));
  const becomes = async (expected) => {
    for (const person of [aiko, ben]) {
      await until(async () => String(await order(person)) === String(expected), `the order ${expected}`);
    }
  };
  await becomes(['general', 'sales', 'design', 'Teams']);
  await aiko.link('design').focus();
  await aiko.page.keyboard.press('Control+Shift+ArrowUp');
  await becomes(['general', 'design', 'sales', 'Teams']);
  await aiko.page.getByText('Channels, 2 of 3').waitFor();
  assert.equal(await aiko.page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'design');
  for (let i = 0; i < 2; i++) await aiko.page.keyboard.press('Control+Shift+ArrowDown');
  await becomes(['general', 'sales', 'Teams', 'design']);

  await aiko.link('sales').dragTo(aiko.link('design'), { targetPosition: { x: 40, y: 4 } });
  await becomes(['general', 'Teams', 'sales', 'design']);
  await aiko.link('design').dragTo(aiko.link('general'), { targetPosition: { x: 40, y: 4 } });
  await becomes(['design', 'general', 'Teams', 'sales']);

  await aiko.button(words.categoryMenu('Teams')).click();
  await aiko.page.getByRole('menuitem', { name: 'Delete category' }).click();
  await confirms(aiko, 'Delete category');
  await until(async () => !(await order(ben)).includes('Teams'), 'the category to be gone');
  assert.equal(await ben.link('sales').count(), 1);
});
