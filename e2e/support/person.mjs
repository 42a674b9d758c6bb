import assert from 'node:assert/strict';
import { casts } from './cast.mjs';
import { setupCode } from './house.mjs';
import { until } from './until.mjs';
import { words } from './words.mjs';

/** One person at one page, who finds everything by role and name. */
export class Person {
  constructor(page, who, language = 'en') {
    this.page = page;
    this.who = who;
    this.cast = casts[language];
    this.words = words[language];
  }

  button = (name, within = this.page) => within.getByRole('button', { name, exact: true });
  field = (name, within = this.page) => within.getByRole('textbox', { name, exact: true });
  heading = (name) => this.page.getByRole('heading', { name, exact: true });
  dialog = (name) => this.page.getByRole('dialog', { name, exact: true });
  link = (channel) =>
    this.page.getByRole('navigation', { name: this.words.channels }).getByRole('link', { name: channel, exact: true });
  workspace = (name) => this.button(name, this.page.getByRole('navigation', { name: this.words.workspaces }));
  log = (channel) =>
    this.page.getByRole('log', {
      name: this.words.messagesIn(channel),
      exact: true,
    });
  articles = (channel) => this.log(channel).getByRole('article');
  composer = (channel) => this.field(this.words.messageTo(channel));

  /** Passwords are textboxes to people, but have no role in the browser's tree. */
  password = () => this.page.getByLabel(this.words.password, { exact: true });

  /** Where set-up asks for the server's name, it is left as it is. */
  async setUp({ asked = false } = {}) {
    await this.fillsSetUp();
    if (asked) await this.button(this.words.skip).click();
    await this.composer('general').waitFor();
  }

  async fillsSetUp() {
    const { words, who, cast } = this;
    await this.page.goto(`/setup#${setupCode}`);
    await this.heading(words.setUp).waitFor();
    assert.equal(await this.field(words.setupCode).inputValue(), setupCode);
    await this.field(words.organisation).fill(cast.organisation);
    await this.field(words.workspaceName).fill(cast.workspace);
    await this.#introduce(who);
    await this.button(words.createWorkspace).click();
  }

  async invites() {
    const { words } = this;
    await this.button(words.invitePeople).click();
    await this.button(words.createInvite, this.dialog(words.invitePeople)).click();
    const code = this.page.getByTestId('invite-code').first();
    await code.waitFor();
    const text = (await code.textContent()).trim();
    await this.button(words.close, this.dialog(words.invitePeople)).click();
    await this.dialog(words.invitePeople).waitFor({ state: 'detached' });
    return text;
  }

  async joinsWith(code) {
    const { words, who, cast } = this;
    await this.page.goto(`/join/${code}`);
    await this.page.getByRole('heading', { name: cast.workspace }).waitFor();
    await this.button(words.createAccount).click();
    await this.heading(words.createAccount).waitFor();
    assert.equal(await this.field(words.inviteCode).inputValue(), code);
    await this.#introduce(who);
    await this.button(words.createAccount).click();
    await this.composer('general').waitFor();
  }

  async #introduce({ name, username, password }) {
    await this.field(this.words.yourName).fill(name);
    await this.field(this.words.username).fill(username);
    await this.password().fill(password);
  }

  async signsIn(password = this.who.password) {
    await this.heading(this.words.signIn).waitFor();
    await this.field(this.words.username).fill(this.who.username);
    await this.password().fill(password);
    await this.button(this.words.signIn).click();
  }

  async chooses(item) {
    await this.button(this.words.account).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  async says(channel, text) {
    await this.composer(channel).fill(text);
    await this.page.keyboard.press('Enter');
    await until(async () => (await this.composer(channel).inputValue()) === '', 'the composer to be empty again');
  }

  sees = (channel, text) => this.articles(channel).filter({ hasText: text }).first().waitFor();

  /** The texts of people's messages that are on screen, oldest first. */
  texts = async (channel) =>
    await this.articles(channel).evaluateAll((all) =>
      all.map((one) => one.querySelector('[lang], p')?.textContent.trim()),
    );

  async creates(channel, { everyone }) {
    const { words } = this;
    await this.button(words.createChannel).click();
    const dialog = this.dialog(words.createChannel);
    await this.field(words.channelName, dialog).fill(channel);
    await dialog.getByRole('checkbox', { name: words.everyone }).setChecked(everyone);
    await this.button(words.createChannel, dialog).click();
    await this.composer(channel).waitFor();
  }
}
