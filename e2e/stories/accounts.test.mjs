import assert from 'node:assert/strict';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

const menu = (person) => person.page.getByRole('menu', { name: person.words.account });
const account = (person, name) => menu(person).getByRole('menuitemradio', { name, exact: true });

/** Opens the account menu and chooses one of the accounts. */
async function switches(person, name) {
  await person.button(person.words.account).click();
  await account(person, name).click();
}

const storage = (person) =>
  person.page.evaluate(() => [...Object.entries({ ...localStorage }), ...Object.entries({ ...sessionStorage })].join());

story('Aiko and Ben share a browser, and each tab keeps its own account', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { words } = aiko;
  await aiko.chooses(words.addAccount);
  await aiko.page.getByRole('link', { name: words.toChat }).waitFor();
  aiko.who = ben.who;
  await aiko.signsIn();
  await aiko.composer('general').waitFor();
  await aiko.says('general', 'Ben writes at the desk of Aiko');
  await ben.sees('general', 'Ben writes at the desk of Aiko');

  const tab = await stage.anotherTab(aiko);
  await tab.page.goto('/');
  await tab.composer('general').waitFor();
  await switches(tab, 'Aiko');
  await until(async () => {
    await tab.button(words.account).click();
    const chosen = (await account(tab, 'Aiko').getAttribute('aria-checked')) === 'true';
    await tab.page.keyboard.press('Escape');
    return chosen;
  }, 'the other account to act');
  await tab.composer('general').waitFor();
  await tab.says('general', 'and Aiko in the next tab');
  await aiko.sees('general', 'and Aiko in the next tab');
  const author = tab.articles('general').filter({ hasText: 'and Aiko in the next tab' });
  assert.match(await author.getAttribute('aria-label'), /^Aiko/);

  await tab.chooses(words.settings);
  await tab.page.getByRole('checkbox', { name: words.undoSend }).check();
  await tab.button(words.close, tab.dialog(words.settings)).click();
  await tab.says('general', 'She can still take this back');
  await tab.button(words.undoSending).waitFor();
  await switches(tab, 'Ben');
  await aiko.sees('general', 'She can still take this back');

  await aiko.chooses(words.signOut);
  await aiko.composer('general').waitFor();
  await aiko.button(words.account).click();
  assert.equal(await account(aiko, 'Aiko').getAttribute('aria-checked'), 'true', 'the account that is left goes on');
  assert.equal(await account(aiko, 'Ben').count(), 0);
});

story('On a shared computer nothing stays behind', async (stage) => {
  const { ben } = await stage.twoPeople();
  const desk = await stage.enter(ben.who);
  await desk.page.goto('/');
  await desk.heading(desk.words.signIn).waitFor();
  await desk.page.getByRole('checkbox', { name: desk.words.sharedComputer }).check();
  await desk.signsIn();
  await desk.page.route('**/draft?*', () => {}); // what the server has is not kept in the tab
  await desk.composer('general').fill('half a secret');
  await until(async () => (await storage(desk)).includes('half a secret'), 'the draft to be kept in the tab');
  assert.doesNotMatch(await desk.page.evaluate(() => JSON.stringify({ ...localStorage })), /secret|channel|account/);
  await desk.page.reload();
  await until(async () => (await desk.composer('general').inputValue()) === 'half a secret', 'the draft to be back');
  const cookies = (await desk.page.context().cookies()).filter(({ name }) => name.includes('sid'));
  assert.deepEqual(
    cookies.map(({ expires }) => expires),
    [-1],
  );
  await desk.chooses(desk.words.signOut);
  await desk.heading(desk.words.signIn).waitFor();
  assert.doesNotMatch(await storage(desk), /secret/);
});

story('Aiko changes her password, and every other device is signed out', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko);
  await aiko.setUp();
  const phone = await stage.enter(stage.cast.aiko);
  await phone.page.goto('/');
  await phone.signsIn();
  await phone.composer('general').waitFor();

  await aiko.chooses(aiko.words.settings);
  const dialog = aiko.dialog(aiko.words.settings);
  await dialog.getByRole('tab', { name: aiko.words.security }).click();
  await dialog.getByRole('listitem').nth(1).waitFor();
  assert.match(await dialog.getByRole('listitem').first().textContent(), /Chrome · Linux\s*this device/);
  await dialog.getByLabel('Present password').fill('wrong');
  await dialog.getByLabel('New password').fill('a better one than before');
  await aiko.button('Change password', dialog).click();
  assert.equal((await dialog.getByRole('alert').textContent()).trim(), 'The present password is wrong.');
  await dialog.getByLabel('Present password').fill(aiko.who.password);
  await aiko.button('Change password', dialog).click();
  await dialog.getByRole('status').filter({ hasText: 'Your password was changed' }).waitFor();
  await until(async () => (await dialog.getByRole('listitem').count()) === 1, 'the phone to leave the list');
  await phone.heading(phone.words.signIn).waitFor();
  await phone.page.getByText('You were signed out').waitFor();
  await phone.signsIn('a better one than before');
  await phone.composer('general').waitFor();
});

story('Ben’s new name reaches Aiko at once; then he deletes his account', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { words } = aiko;
  await ben.says('general', 'remember me');
  await aiko.button(words.members).click();
  await ben.chooses(words.profile);
  await ben.field('Your name').fill('Ben Carter');
  await ben.field(words.reading).fill('べん');
  await ben.field(words.status).fill('At the harbour');
  await ben.button(words.save).click();
  await aiko.page.getByText('べん · ben · At the harbour').waitFor();
  await aiko.articles('general').filter({ hasText: 'remember me' }).filter({ hasText: 'Ben Carter' }).waitFor();

  await ben.chooses(words.settings);
  await ben.page.getByRole('tab', { name: words.security }).click();
  await ben.button('Delete account…').click();
  const question = ben.page.getByRole('alertdialog');
  await question.getByLabel(words.password).fill(ben.who.password);
  await ben.button(words.deleteAccount, question).click();
  await ben.heading(words.signIn).waitFor();
  const article = aiko.articles('general').filter({ hasText: 'remember me' }).filter({ hasText: 'Deleted person' });
  await article.waitFor();
  await aiko.page.reload();
  await article.waitFor();
});

story('Aiko hands the workspace over, and the new owner deletes it', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { words } = aiko;
  await aiko.button(words.workspaceSettings).click();
  await aiko.button(words.inviters).click();
  await aiko
    .dialog(words.inviters)
    .getByRole('listitem')
    .filter({ hasText: 'Aiko' })
    .filter({ hasText: 'Ben' })
    .waitFor();
  await aiko.page.keyboard.press('Escape');
  await aiko.button(words.workspaceSettings).click();
  await aiko.button('Hand over…').click();
  await aiko.page.getByRole('combobox', { name: 'New owner' }).selectOption({ label: 'Ben (ben)' });
  await aiko.button('Hand over', aiko.page.getByRole('alertdialog')).click();
  await aiko.page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await aiko.page.keyboard.press('Escape');

  await ben.button(words.workspaceSettings).click();
  await ben.button('Delete workspace…').click();
  const question = ben.page.getByRole('alertdialog');
  const destroy = ben.button('Delete workspace', question);
  assert.equal(await destroy.getAttribute('aria-disabled'), 'true');
  await question.getByRole('textbox').fill(stage.cast.workspace);
  await destroy.click();
  await aiko.page.getByText(`${stage.cast.workspace} was deleted.`).waitFor();
  for (const person of [aiko, ben]) await person.heading('You are in no workspace').waitFor();
});
