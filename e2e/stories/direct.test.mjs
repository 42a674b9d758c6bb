import assert from 'node:assert/strict';
import { Ime } from '../support/ime.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

/** The parts of a direct channel, found by its name. */
const log = (person, name) => person.page.getByRole('log', { name: `Messages with ${name}`, exact: true });
const composer = (person, name) => person.field(`Message ${name}`);
const list = (person) => person.page.getByRole('group', { name: 'Direct messages', exact: true });
const row = (person, name) => list(person).getByRole('link', { name, exact: true });
const sees = (person, name, text) => log(person, name).getByRole('article').filter({ hasText: text }).first().waitFor();

async function says(person, name, text) {
  await composer(person, name).fill(text);
  await person.page.keyboard.press('Enter');
  await sees(person, name, text);
}

/** Opens the dialog, chooses people by what is typed of their names, and begins. */
async function begins(person, ...typed) {
  await person.button('New direct message').click();
  const dialog = person.dialog('New direct message');
  const field = dialog.getByRole('combobox', { name: 'To', exact: true });
  for (const text of typed) {
    await field.fill(text);
    await dialog.getByRole('option').filter({ hasText: text }).first().waitFor();
    await field.press('Enter');
    await dialog.getByRole('button', { name: new RegExp(`^Remove ${text}`, 'i') }).waitFor();
  }
  await person.button('Open conversation', dialog).click();
  await dialog.waitFor({ state: 'detached' });
}

async function chooses(person, name, item) {
  await row(person, name).focus();
  await row(person, name).click({ button: 'right' });
  await person.page.getByRole('menu').getByRole('menuitem', { name: item, exact: true }).click();
}

story(
  'Aiko writes to Ben from his name; he hides the conversation and it returns with her next words',
  async (stage) => {
    const { aiko, ben } = await stage.twoPeople();
    await ben.says('general', 'Good morning');
    await aiko.sees('general', 'Good morning');
    await aiko.log('general').getByRole('button', { name: 'Ben', exact: true }).click();
    const card = aiko.page.getByRole('dialog', { name: 'Profile of Ben', exact: true });
    await card.getByText('@ben').waitFor();
    await aiko.button('Message', card).click();
    await composer(aiko, 'Ben').waitFor();
    await row(aiko, 'Ben').waitFor();
    assert.equal(await row(ben, 'Aiko').count(), 0, 'nothing is written yet');

    await says(aiko, 'Ben', 'Lunch at twelve?');
    await row(ben, 'Aiko').waitFor();
    assert.match(await row(ben, 'Aiko').textContent(), /1/, 'a direct message is counted');
    await row(ben, 'Aiko').click();
    await says(ben, 'Aiko', 'With pleasure');
    await sees(aiko, 'Ben', 'With pleasure');

    await ben.link('general').click();
    await chooses(ben, 'Aiko', 'Hide until somebody writes');
    await until(async () => (await row(ben, 'Aiko').count()) === 0, 'the conversation to be hidden');
    await ben.page.reload();
    await ben.composer('general').waitFor();
    assert.equal(await row(ben, 'Aiko').count(), 0, 'it is hidden on the server');
    await says(aiko, 'Ben', 'At the harbour');
    await row(ben, 'Aiko').click();
    await sees(ben, 'Aiko', 'Lunch at twelve?');
    await sees(ben, 'Aiko', 'At the harbour');
  },
);

story('Aiko keeps notes that only she reads', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await begins(aiko);
  await says(aiko, 'Aiko (you)', 'The key is under the mat');
  await row(aiko, 'Aiko (you)').waitFor();
  await aiko.page.reload();
  await sees(aiko, 'Aiko (you)', 'The key is under the mat');
  assert.equal(await list(ben).getByRole('link').count(), 0);
});

story('Three talk; a fourth is added and sees only what comes after; one leaves', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const code = await aiko.invites();
  const chie = await stage.enter({ name: 'Chie', username: 'chie', password: 'chie is at the pier' });
  await chie.joinsWith(code);
  const dan = await stage.enter({ name: 'Dan', username: 'dan', password: 'dan is at the bridge' });
  await dan.joinsWith(code);

  await begins(aiko, 'Ben', 'Chie');
  await says(aiko, 'Ben, Chie', 'A present for Dan?');
  await row(chie, 'Aiko, Ben').click();
  await sees(chie, 'Aiko, Ben', 'A present for Dan?');

  await chie.button('People in this conversation').click();
  const pane = chie.page.getByRole('complementary', { name: 'Members', exact: true });
  const field = pane.getByRole('combobox', { name: 'Add people', exact: true });
  await field.fill('dan');
  await field.press('Enter');
  await pane.getByRole('button', { name: 'Add people', exact: true }).click();
  await sees(chie, 'Aiko, Ben, Dan', 'Dan joined');
  await row(aiko, 'Ben, Chie, Dan').waitFor();
  await says(chie, 'Aiko, Ben, Dan', 'Welcome, Dan');
  await row(dan, 'Aiko, Ben, Chie').click();
  await sees(dan, 'Aiko, Ben, Chie', 'Welcome, Dan');
  assert.equal(await dan.page.getByText('A present for Dan?').count(), 0, 'what was said before stays with the three');

  await pane.getByRole('textbox', { name: 'Group name' }).fill('Harbour walk');
  await pane.getByRole('button', { name: 'Rename group' }).click();
  await row(dan, 'Harbour walk').waitFor();
  await row(ben, 'Harbour walk').click();
  await chooses(ben, 'Harbour walk', 'Leave group');
  await ben.page.getByRole('alertdialog').getByRole('button', { name: 'Leave group', exact: true }).click();
  await until(async () => (await row(ben, 'Harbour walk').count()) === 0, 'Ben to have left');
  await sees(aiko, 'Harbour walk', 'Ben left').catch(() => row(aiko, 'Harbour walk').click());
  await sees(aiko, 'Harbour walk', 'Ben left');
});

story(
  '愛子 composes in the field for people and in the group name: nothing closes and nobody is chosen',
  async (stage) => {
    const { aiko, ben } = await stage.twoPeople();
    const code = await aiko.invites();
    const chie = await stage.enter({ name: '千恵', username: 'chie', password: 'chie is at the pier' });
    const ime = await Ime.at(aiko.page);
    await aiko.button('新しいダイレクトメッセージ').click();
    const dialog = aiko.dialog('新しいダイレクトメッセージ');
    const field = dialog.getByRole('combobox', { name: '宛先', exact: true });
    for (const key of ['Enter', 'Escape', 'ArrowDown', 'Tab']) {
      await field.focus();
      await ime.composes('べん');
      await ime.presses229(key);
      assert.ok(await dialog.isVisible(), `${key} left the dialog open`);
      assert.equal(await field.inputValue(), 'べん', `${key} left the words alone`);
      assert.equal(await dialog.getByRole('button', { name: /を外す$/ }).count(), 0, `${key} chose nobody`);
    }
    await ime.composes('');

    await chie.joinsWith(code);
    for (const { name } of [ben.who, chie.who]) {
      await field.fill(name);
      await dialog.getByRole('option').filter({ hasText: name }).first().waitFor();
      await field.press('Enter');
    }
    await aiko.button('会話を開く', dialog).click();
    await aiko.button('この会話のメンバー').click();
    const pane = aiko.page.getByRole('complementary', { name: aiko.words.members, exact: true });
    const title = aiko.field('グループ名', pane);
    for (const key of ['Enter', 'Escape']) {
      await title.focus();
      await ime.composes('さんぽ');
      await ime.presses229(key);
      assert.ok(await pane.isVisible(), `${key} left the pane open`);
      assert.equal(await title.inputValue(), 'さんぽ', `${key} left the words alone`);
    }
    await ime.commits('散歩');
    await title.press('Enter');
    await aiko.heading('散歩').waitFor();
  },
  { language: 'ja' },
);
