import { test } from 'node:test';
import { Browser } from './browser.mjs';
import { casts } from './cast.mjs';
import { House } from './house.mjs';
import { Person } from './person.mjs';

/**
 * A story in Chromium, with a house of its own. It fails when a page breaks the policy, throws an error that nobody
 * caught, or asks another host for anything.
 */
export function story(name, play, { language = 'en', settings } = {}) {
  test(name, { timeout: 180_000 }, async (t) => {
    const house = await House.open(settings);
    const browser = await Browser.open(house);
    t.after(async () => {
      await browser.close();
      await house.close();
    });
    const stage = new Stage(house, browser, language);
    try {
      await play(stage);
    } catch (failure) {
      for (const line of [...browser.watch.errors.slice(-10), ...browser.watch.faults]) t.diagnostic(line);
      await stage.picture(name, t);
      throw failure;
    }
    browser.watch.check();
  });
}

class Stage {
  constructor(house, browser, language) {
    Object.assign(this, { house, browser, language, cast: casts[language] });
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

  /** Aiko has set the house up, Ben has joined with her code. */
  async twoPeople() {
    const aiko = await this.enter(this.cast.aiko);
    await aiko.setUp();
    const ben = await this.enter(this.cast.ben);
    await ben.joinsWith(await aiko.invites());
    return { aiko, ben };
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
