import assert from 'node:assert/strict';
import { test } from 'node:test';
import { casts } from '../support/cast.mjs';
import { Firefox } from '../support/firefox.mjs';
import { House, setupCode } from '../support/house.mjs';
import { until } from '../support/until.mjs';
import { words as all } from '../support/words.mjs';

for (const language of ['en', 'ja']) {
  test(
    `In Firefox: Aiko sets the house up, Ben joins with her code, they talk, and a restart costs nothing (${language})`,
    { timeout: 180_000 },
    (t) => story(t, language),
  );
}

async function story(t, language) {
  const [words, cast] = [all[language], casts[language]];
  const house = await House.open();
  const firefox = await Firefox.open(house, language);
  t.after(async () => {
    await firefox.close();
    await house.close();
  });
  const aiko = new Visitor(await firefox.device(), words);
  const ben = new Visitor(await firefox.device(), words);

  await aiko.page.goto(`${house.origin}/setup#${setupCode}`);
  await aiko.finds('heading', words.setUp);
  await aiko.types('textbox', words.organisation, cast.organisation);
  await aiko.types('textbox', words.workspaceName, cast.workspace);
  await aiko.introduces(cast.aiko);
  await aiko.clicks('button', words.createWorkspace);
  await aiko.says('Good morning, is anybody there?');
  await aiko.sees('Good morning, is anybody there?');
  await aiko.clicks('button', words.invitePeople);
  await aiko.clicks('button', words.createInvite);
  const code = await (
    await aiko.page.waitForSelector('[data-testid=invite-code]')
  ).evaluate((it) => it.textContent.trim());
  await aiko.page.keyboard.press('Escape');
  await until(async () => !(await aiko.has('dialog', words.invitePeople)), 'the dialog to close on Esc');

  await ben.page.goto(`${house.origin}/join/${code}`);
  await ben.clicks('button', words.createAccount);
  await ben.finds('heading', words.createAccount);
  await ben.introduces(cast.ben);
  await ben.clicks('button', words.createAccount);
  await ben.sees('Good morning, is anybody there?');
  await ben.says('I am. Good morning, Aiko!');
  await aiko.sees('I am. Good morning, Aiko!');

  const before = ['Shall we meet', 'at ten', 'in the small room?'];
  const [hers, his] = [['Hers in the dark 1', 'Hers in the dark 2'], ['His in the dark 1']];
  for (const text of before) await aiko.says(text);
  await house.kill();
  for (const text of hers) await aiko.says(text);
  for (const text of his) await ben.says(text);
  await house.restart();
  const wanted = [...before, ...hers, ...his];
  for (const one of [aiko, ben]) for (const text of wanted) await one.sees(text);
  const texts = (await ben.texts()).filter((text) => wanted.includes(text));
  assert.deepEqual([...texts].sort(), [...wanted].sort(), 'each once');
  assert.deepEqual(
    texts.filter((text) => !his.includes(text)),
    [...before, ...hers],
    'in her order',
  );
  firefox.watch.check();
}

/** One person in Firefox, who finds everything by role and name. */
class Visitor {
  constructor(page, words) {
    Object.assign(this, { page, words });
  }

  #at = (role, name) => `::-p-aria(${name}[role="${role}"])`;
  finds = (role, name) => this.page.waitForSelector(this.#at(role, name), { timeout: 20_000 });
  has = async (role, name) => (await this.page.$(this.#at(role, name))) !== null;
  clicks = async (role, name) => (await this.finds(role, name)).click();

  async types(role, name, text) {
    const field = await this.finds(role, name);
    await field.click();
    await this.page.keyboard.type(text);
  }

  async introduces({ name, username, password }) {
    await this.types('textbox', this.words.yourName, name);
    await this.types('textbox', this.words.username, username);
    await (await this.page.waitForSelector('input[type=password]')).click();
    await this.page.keyboard.type(password);
  }

  async says(text) {
    await this.types('textbox', this.words.messageTo('general'), text);
    await this.page.keyboard.press('Enter');
  }

  texts = async () =>
    (await this.finds('log', this.words.messagesIn('general'))).evaluate((log) =>
      [...log.querySelectorAll('article')].map((one) => one.querySelector('[lang], p')?.textContent.trim()),
    );

  sees = (text) => until(async () => (await this.texts()).includes(text), `“${text}” to be in the log`);
}
