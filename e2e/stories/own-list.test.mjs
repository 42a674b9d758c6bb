import assert from 'node:assert/strict';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

const section = (person, name) => person.page.getByRole('group', { name, exact: true });
const names = (within) =>
  within.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')));

async function chooses(person, channel, item, role = 'menuitem') {
  await person.link(channel).click({ button: 'right' });
  await person.page.getByRole('menu').getByRole(role, { name: item, exact: true }).click();
  await until(async () => (await person.page.getByRole('menu').count()) === 0, 'the menu to be closed');
}

async function shows(person, name, expected) {
  await until(
    async () => JSON.stringify(await names(section(person, name))) === JSON.stringify(expected),
    `${name} to be ${expected.join(', ')}`,
  );
}

story('Ben has favourites in his own order, by menu and by keyboard; Aiko’s list stays as it is', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  for (const name of ['alpha', 'beta', 'gamma']) {
    await aiko.creates(name, { everyone: true });
    await ben.link(name).waitFor();
  }
  for (const name of ['gamma', 'alpha']) await chooses(ben, name, 'Add to favourites');
  await shows(ben, 'Favourites', ['gamma', 'alpha']);
  await shows(ben, 'Channels', ['general', 'beta']);

  await ben.link('alpha').focus();
  await ben.page.keyboard.press('Control+Shift+ArrowUp');
  await shows(ben, 'Favourites', ['alpha', 'gamma']);
  await ben.page.getByText('Favourites, 1 of 2').waitFor();
  await ben.link('gamma').dragTo(ben.link('alpha'), { targetPosition: { x: 40, y: 2 } });
  await shows(ben, 'Favourites', ['gamma', 'alpha']);
  await ben.page.reload();
  await shows(ben, 'Favourites', ['gamma', 'alpha']);
  await shows(aiko, 'Channels', ['general', 'alpha', 'beta', 'gamma']);

  await ben.link('gamma').focus();
  await ben.page.keyboard.press('Tab');
  await ben.page.keyboard.press('Enter');
  await ben.page.getByRole('menuitem', { name: 'Remove from favourites', exact: true }).press('Enter');
  await shows(ben, 'Favourites', ['alpha']);
});

story('What Ben mutes calls him no more, and what he folds shows only what does', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  for (const name of ['loud', 'quiet']) {
    await aiko.creates(name, { everyone: true });
    await ben.link(name).waitFor();
  }
  await ben.composer('general').waitFor();
  await chooses(ben, 'loud', 'Mute channel');
  await chooses(ben, 'loud', 'Nothing', 'menuitemradio');
  await aiko.says('quiet', 'Softly');
  await ben.page.getByText('1 unread message').waitFor({ state: 'attached' });
  await aiko.link('loud').click();
  await aiko.says('loud', 'Hear, hear');
  await until(
    async () => (await ben.link('quiet').evaluate((row) => getComputedStyle(row).fontWeight)) === '700',
    'quiet to be bold',
  );
  assert.notEqual(await ben.link('loud').evaluate((row) => getComputedStyle(row).fontWeight), '700');

  const fold = ben.page.getByRole('button', { name: 'Channels', exact: true });
  await fold.focus();
  await ben.page.keyboard.press('Enter');
  await until(async () => (await fold.getAttribute('aria-expanded')) === 'false', 'the section to be folded');
  await shows(ben, 'Channels', ['general', 'quiet']);
  await ben.page.reload();
  await shows(ben, 'Channels', ['general', 'quiet']);
  await ben.page.keyboard.press('Alt+PageDown');
  await ben.composer('quiet').waitFor();
  await fold.click();
  await shows(ben, 'Channels', ['general', 'loud', 'quiet']);
});

story('Ben reads the announcements and sees why he cannot write there', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { words } = aiko;
  await aiko.button(words.createChannel).click();
  const dialog = aiko.dialog(words.createChannel);
  await aiko.field(words.channelName, dialog).fill('news');
  await dialog.getByRole('checkbox', { name: 'Announcements', exact: true }).check();
  await aiko.button(words.createChannel, dialog).click();
  await aiko.says('news', 'We move in May.');
  await ben.link('news').click();
  await ben.sees('news', 'We move in May.');
  await ben.page.getByText('Only moderators write here.').waitFor();
  assert.equal(await ben.composer('news').count(), 0);

  await aiko.button(words.channelSettings).click();
  const settings = aiko.dialog(words.channelSettings);
  await settings.getByRole('combobox', { name: 'Who may write', exact: true }).selectOption('everyone');
  await aiko.button(words.save, settings).click();
  await ben.composer('news').waitFor();
  await ben.says('news', 'Hooray');
  await aiko.sees('news', 'Hooray');
});
