import assert from 'node:assert/strict';
import { hasFocus } from '../support/field.mjs';
import { Ime } from '../support/ime.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

/** The article of a message, pointed at so that its toolbar is there. */
async function points(person, channel, text) {
  const article = person.articles(channel).filter({ hasText: text }).first();
  await article.waitFor();
  await article.hover();
  await article.getByRole('toolbar').waitFor();
  return article;
}

async function fromMore(person, channel, text, item) {
  const article = await points(person, channel, text);
  await person.button(person.words.more, article).click();
  await person.page.getByRole('menuitem', { name: item, exact: true }).click();
}

story('Aiko edits what she said, with an input method, and Ben reads what it said before', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.says('general', 'The meeting is at tree.');
  await ben.sees('general', 'The meeting is at tree.');
  const ime = await Ime.at(aiko.page);
  await aiko.composer('general').press('ArrowUp');
  const editor = aiko.field(aiko.words.editMessage);
  await editor.waitFor();
  await editor.fill('The meeting is at three. ');
  await ime.composes('かいぎ');
  for (const code of ['Enter', 'Escape']) await ime.presses229(code);
  assert.ok(await editor.isVisible(), 'the keys belong to the input method');
  await ime.commits('会議室');
  await editor.press('Enter');
  await ben.sees('general', 'The meeting is at three. 会議室');
  await hasFocus(aiko.composer('general'));

  await aiko.composer('general').press('ArrowUp');
  await editor.fill('never mind');
  await editor.press('Escape');
  await editor.waitFor({ state: 'detached' });
  await ben.button('(edited)').click();
  const versions = ben.dialog(ben.words.versions);
  await versions.getByText('The meeting is at tree.').waitFor();
  assert.equal(await versions.getByRole('listitem').count(), 2);
});

story('A message is deleted, and a tombstone says by whom', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await ben.says('general', 'This was for another channel.');
  await ben.says('general', 'And this for nobody.');
  let article = await points(ben, 'general', 'This was for another channel.');
  await ben.button(ben.words.delete, article).click();
  const question = ben.page.getByRole('alertdialog', {
    name: ben.words.deleteMessage,
  });
  await ben.button(ben.words.cancel, question).click();
  await ben.sees('general', 'This was for another channel.');
  article = await points(ben, 'general', 'This was for another channel.');
  await ben.button(ben.words.delete, article).click();
  await ben.button(ben.words.delete, question).click();
  for (const person of [aiko, ben]) await person.sees('general', `${stage.cast.ben.name} deleted this message`);

  article = await points(aiko, 'general', 'And this for nobody.');
  assert.equal(await aiko.button(aiko.words.edit, article).count(), 0, 'nobody edits for others');
  await aiko.button(aiko.words.delete, article).click();
  await aiko.button(aiko.words.delete, aiko.page.getByRole('alertdialog')).click();
  for (const person of [aiko, ben])
    await person.sees('general', `A moderator (${stage.cast.aiko.name}) deleted this message`);
  assert.equal(await ben.page.getByText('for nobody').count(), 0);
});

story('Two people react, and everybody sees who did', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.says('general', 'Cake at three!');
  const article = await points(ben, 'general', 'Cake at three!');
  await ben.button(ben.words.addReaction, article).click();
  await ben.page.getByRole('combobox', { name: ben.words.findEmoji }).fill('party popper');
  await ben.page.getByRole('option').first().waitFor();
  await ben.page.keyboard.press('Enter');
  const hers = aiko.articles('general').filter({ hasText: 'Cake' }).getByRole('button', { name: /^🎉/ });
  await hers.waitFor();
  assert.equal(await hers.getAttribute('aria-pressed'), 'false');
  assert.match(await hers.getAttribute('aria-label'), new RegExp(stage.cast.ben.name));
  await hers.click();
  const his = ben.articles('general').filter({ hasText: 'Cake' }).getByRole('button', { name: /^🎉/ });
  await until(async () => (await his.textContent()).includes('2'), 'two to have chosen it');
  assert.match(await his.getAttribute('aria-label'), new RegExp(`${stage.cast.ben.name}, ${stage.cast.aiko.name}`));
  await his.click();
  await until(async () => (await hers.textContent()).includes('1'), 'one to be left');
  await aiko.page.reload();
  await hers.waitFor();
  assert.equal(await hers.getAttribute('aria-pressed'), 'true');
});

story('By the keyboard alone: from the composer to a message and its toolbar', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.says('general', 'one');
  await aiko.says('general', 'two');
  await aiko.sees('general', 'two');
  const { keyboard } = aiko.page;
  await aiko.log('general').focus();
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowUp');
  const one = aiko.articles('general').filter({ hasText: 'one' }).first();
  await one.getByRole('toolbar').waitFor();
  await keyboard.press('Tab');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await hasFocus(aiko.button(aiko.words.edit, one));
  await keyboard.press('Enter');
  await aiko.field(aiko.words.editMessage).waitFor();
  await keyboard.type('!');
  await keyboard.press('Control+Enter');
  await aiko.sees('general', 'one!');
  await keyboard.press('Control+/');
  await aiko.dialog('Keyboard shortcuts').getByText('Previous or next message').waitFor();
  await aiko.dialog('Keyboard shortcuts').getByText('Edit your last message').waitFor();
});

story('What is copied is confirmed for a moment', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.says('general', 'The code is 4711.');
  await fromMore(aiko, 'general', '4711', 'Copy text');
  const notice = aiko.page.getByRole('status').filter({ hasText: 'Copied' });
  await notice.waitFor();
  await notice.waitFor({ state: 'detached' });
});

story('A message is pinned, found again, and quoted; its link opens around it', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await ben.says('general', 'The door code is in the safe.');
  await aiko.sees('general', 'The door code is in the safe.');
  await fromMore(aiko, 'general', 'The door code', aiko.words.pin);
  for (let i = 0; i < 40; i++) await aiko.says('general', `talk ${i}`);
  await ben.sees('general', 'talk 39');
  await ben.button(ben.words.pins).click();
  const pane = ben.page.getByRole('complementary', { name: ben.words.pins });
  await pane.getByText('The door code is in the safe.').waitFor();
  await ben.button(ben.words.toMessage, pane).click();
  const pinned = ben.articles('general').filter({ hasText: 'The door code' });
  await until(() => pinned.first().isVisible(), 'the message to be in view');
  await until(() => pinned.first().evaluate((one) => one.classList.contains('found')), 'it to stand out');
  const path = new URL(ben.page.url()).pathname;
  assert.match(path, /^\/w\/\d+\/c\/\d+\/m\/\d+$/);

  await fromMore(ben, 'general', 'The door code', ben.words.quote);
  await ben.says('general', 'Which safe?');
  const card = aiko.articles('general').filter({ hasText: 'Which safe?' }).getByRole('link');
  await card.getByText('The door code is in the safe.').waitFor();
  assert.equal(new URL(await card.getAttribute('href'), stage.house.origin).pathname, path);

  const cold = await stage.anotherTab(aiko);
  await cold.page.goto(path);
  const there = cold.articles('general').filter({ hasText: 'The door code' });
  await there.first().waitFor();
  await until(() => there.first().isVisible(), 'the message to be in view on a cold load');

  const article = await points(ben, 'general', 'The door code');
  await ben.button(ben.words.delete, article).click();
  await ben.button(ben.words.delete, ben.page.getByRole('alertdialog')).click();
  await aiko.articles('general').filter({ hasText: 'The quoted message was deleted.' }).waitFor();
  await pane.getByText('The door code').waitFor({ state: 'detached' });
});

story('Ben marks a message unread, and it stays so until he opens the channel again', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.creates('sales', { everyone: true });
  for (const text of ['first', 'second', 'third']) await aiko.says('sales', text);
  await ben.link('sales').click();
  await ben.sees('sales', 'third');
  await fromMore(ben, 'sales', 'second', ben.words.markUnread);
  await ben.page.getByRole('separator', { name: 'New messages' }).waitFor();
  await ben.link('general').click();
  await ben.composer('general').waitFor();
  const unread = async () => (await ben.page.evaluate(() => fetch('/api/v1/bootstrap').then((r) => r.json()))).channels;
  await until(async () => (await unread()).find((one) => one.name === 'sales').unread === 2, 'two to be unread');
  await ben.link('sales').click();
  await until(async () => (await unread()).find((one) => one.name === 'sales').unread === 0, 'all to be read');
});

story('People and emoji are completed while a message is edited', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.says('general', 'Thanks');
  await aiko.sees('general', 'Thanks');
  await aiko.composer('general').press('ArrowUp');
  const editor = aiko.field(aiko.words.editMessage);
  await editor.waitFor();
  const { keyboard } = aiko.page;
  await keyboard.type(' @be');
  await aiko.page.getByRole('listbox').getByRole('option').filter({ hasText: 'Ben' }).waitFor();
  await keyboard.press('Tab');
  await keyboard.type('zzz @a');
  await aiko.page.getByRole('listbox').waitFor();
  await keyboard.press('Escape');
  await aiko.page.getByRole('listbox').waitFor({ state: 'detached' });
  assert.ok(await editor.isVisible(), 'Esc has closed the list only');
  for (let i = 0; i < 'zzz @a'.length; i++) await keyboard.press('Backspace');
  await keyboard.type(' :tada:');
  await until(async () => (await editor.inputValue()).includes('🎉'), 'the emoji');
  await keyboard.press('Enter');
  await ben.sees('general', '🎉');
  await ben.articles('general').filter({ hasText: 'Thanks @Ben' }).waitFor();
});
