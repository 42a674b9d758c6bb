import { Puppeteer } from 'puppeteer-core';
import { until } from './until.mjs';

/** One person in Firefox, who finds everything by role and name. */
export class Visitor {
  constructor(page, words) {
    Object.assign(this, { page, words });
  }

  #at = (role, name) => `::-p-named(${role} ${name})`;
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

  /** A button of a message, which stands there when it is pointed at. */
  async does(text, name) {
    await this.page.mouse.move(0, 0);
    await (await (await this.#message(text)).waitForSelector('[lang], p')).hover(); // what it brings may be taller than the window
    await (await this.page.waitForSelector(`[role=toolbar] ::-p-aria(${name})`)).click();
  }

  inMessage = (text, is) => until(async () => (await this.#message(text)).evaluate(is), `“${text}” to change`);

  #message = (text) =>
    until(async () => {
      const article = await this.page.evaluateHandle(
        (text) => [...document.querySelectorAll('[role=log] article')].find((one) => one.textContent.includes(text)),
        text,
      );
      return article.asElement();
    }, `“${text}” to be there`);

  /** Everything that the open channel shows. */
  shown = async () => (await this.page.waitForSelector('[role=log]')).evaluate((log) => log.textContent);

  /** What the list of files in the composer says. */
  attached = () =>
    this.page.evaluate(() => document.querySelector('main form [role=list], main form ul')?.textContent ?? '');

  /** The first element that a selector finds, once it is as wanted. */
  coming = (selector, is) =>
    until(async () => {
      const found = await this.page.$(selector);
      return found && (await found.evaluate(is)) ? found : null;
    }, `${selector} to come`);

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

/** What is seen on the page with a role and a name. Firefox needs a second to ask its own tree of them; it is asked by Chromium. */
Puppeteer.registerCustomQueryHandler('named', {
  queryOne(page, wanted) {
    const tags = {
      button: 'button:not([role])',
      complementary: 'aside',
      dialog: 'dialog[open]:not([role])',
      heading: 'h1, h2, h3',
      link: 'a[href]',
      progressbar: 'progress',
      textbox: 'input:not([role]), textarea:not([role])',
    };
    const nameOf = (it) =>
      it.getAttribute('aria-label') ??
      document.getElementById(it.getAttribute('aria-labelledby'))?.textContent ??
      it.labels?.[0]?.textContent ??
      it.textContent;
    const [role] = wanted.split(' ', 1);
    const all = page.querySelectorAll(`[role="${role}"]${tags[role] ? `, ${tags[role]}` : ''}`);
    const is = (it) => it.checkVisibility({ visibilityProperty: true }) && `${role} ${nameOf(it).trim()}` === wanted;
    return [...all].find(is) ?? null;
  },
});
