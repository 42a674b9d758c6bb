import { test } from 'node:test';
import { Browser } from './browser.mjs';
import { casts } from './cast.mjs';
import { House, setupCode } from './house.mjs';
import { Person } from './person.mjs';

/**
 * A story in Chromium, with a house of its own. It fails when a page breaks the policy, throws an error that nobody
 * caught, or asks another host for anything.
 */
export function story(name, play, { language = 'en', settings, minutes = 3 } = {}) {
  test(name, { timeout: minutes * 60_000 }, async (t) => {
    const house = await House.open(settings);
    const browser = await Browser.open(house);
    t.after(async () => {
      await browser.close();
      await house.close();
    });
    const stage = new Stage(t, house, browser, language);
    await stage.plays(name, play);
    browser.watch.check();
  });
}

class Stage {
  constructor(t, house, browser, language) {
    Object.assign(this, { t, house, browser, language, cast: casts[language] });
  }

  /** Tells what was complained of when a play fails. */
  async plays(name, play, t = this.t) {
    try {
      await play(this);
    } catch (failure) {
      const { errors, faults } = this.browser.watch;
      for (const line of [...errors.slice(-10), ...faults]) t.diagnostic(line);
      await this.picture(name, t);
      throw failure;
    }
  }

  /** A part of the story that fails by itself, with a time of its own; the next one is played all the same. */
  part(name, play) {
    return this.t.test(name, { timeout: 60_000 }, (t) => this.plays(`${this.t.name} ${name}`, play, t));
  }

  /** A person at a device of their own. */
  async enter(who, options) {
    const device = await this.browser.device({
      language: this.language,
      ...options,
    });
    return new Person(await device.newPage(), who, this.language);
  }

  /** The same person in one more tab of the same device. */
  async anotherTab(person) {
    return new Person(await person.page.context().newPage(), person.who, this.language);
  }

  /** Aiko has set the house up, Ben has joined with her code; both stand in general. How that looks has stories of its own. */
  async twoPeople() {
    const { aiko, ben, organisation, workspace } = this.cast;
    const { house } = this;
    const begun = await house.creates('/setup', { setup_code: setupCode, organisation, workspace, ...aiko }, '');
    const invite = await house.creates(`/workspaces/${begun.body.workspace.id}/invites`, {}, begun.cookie);
    const joined = await house.creates('/accounts', { ...ben, invite: invite.body.code }, '');
    return { aiko: await this.#returns(aiko, begun.cookie), ben: await this.#returns(ben, joined.cookie) };
  }

  /** A person who has signed in at this device before. */
  async #returns(who, cookie) {
    const person = await this.enter(who);
    const [name, value] = cookie.split('=');
    const { origin } = this.house;
    await person.page
      .context()
      .addCookies([{ name, value, url: origin, secure: true, httpOnly: true, sameSite: 'Strict' }]);
    await person.page.goto('/');
    await person.composer('general').waitFor();
    return person;
  }

  /** Keeps what was on the screens when a story failed, where STORY_PICTURES names a folder. */
  async picture(name, t) {
    const folder = process.env.STORY_PICTURES;
    if (!folder) return;
    const pages = this.browser.chromium.contexts().flatMap((device) => device.pages());
    for (const [index, page] of pages.entries()) {
      const path = `${folder}/${name.replace(/\W+/g, '-')}-${index}.png`;
      await page.screenshot({ path }).then(
        () => t.diagnostic(path),
        () => {},
      );
    }
  }
}
