import { sizes } from './looks.mjs';
import { Person } from './person.mjs';
import { until } from './until.mjs';
import { chat } from './ways.mjs';

/**
 * Screen after screen of one house in one look. Each person signs in once; every screen begins with a page just loaded in
 * a browser that remembers nothing, and what is typed on one is on no other.
 */
export class Visit {
  #signedIn = new Map();
  #strangers = [];
  #wrote = false;

  constructor(browser, look, scene) {
    const [colorScheme, language, width] = look.split('-');
    this.clothes = { language, colorScheme, ...sizes[width] };
    this.narrow = width === '390';
    Object.assign(this, { browser, language, scene });
  }

  /** Leads to a screen, and gives the person who sees it. */
  async show(screen) {
    const enter = (index, options) => this.#enter(index, options);
    const person = screen.outside ? await this.#stranger() : await enter(screen.as ?? 0, screen);
    if (!screen.outside) {
      if (this.narrow) await person.link('general').click();
      await chat({ person, ...this.scene });
    }
    await screen.show({ ...this.scene, person, enter });
    this.#wrote = screen.writes;
    if (!screen.pointed) await person.page.mouse.move(0, 0);
    await person.page.evaluate(() => document.fonts.ready);
    return person;
  }

  /** Everybody goes to an empty page of the house, which is sooner left than one elsewhere; a server that ended comes back. */
  async leave(screen) {
    const draft = this.#wrote && (await this.#draft());
    for (const { page } of this.#strangers.splice(0)) await page.context().close();
    for (const { page } of this.#signedIn.values()) {
      await page.unrouteAll();
      await page.goto(screen.ends ? 'about:blank' : '/healthz');
    }
    if (screen.ends) await this.scene.house.restart();
    if (draft) await draft('PUT', { text: '' });
    await screen.undo?.(this.scene);
    if (screen.folds) await this.scene.programs[0].ask('PATCH', '/me', { collapsed: '' });
    this.#wrote = false;
  }

  /** What was typed, once it is on the server: a page that had not saved it yet would still do so when it is left. */
  async #draft() {
    const program = this.scene.programs[0];
    const { id } = await program.channel('general');
    const draft = (method, body) => program.ask(method, `/channels/${id}/draft`, body);
    await until(async () => (await draft('GET')).text, 'the draft to be saved');
    return draft;
  }

  async #enter(index, { asked = false } = {}) {
    const key = `${index} ${asked}`;
    const known = this.#signedIn.get(key);
    const person = known ?? (await this.#arrive(this.scene.people[index], asked));
    await person.page.goto('/');
    if (!known) await person.signsIn();
    this.#signedIn.set(key, person);
    await person.workspace(this.scene.office.workspace).waitFor();
    return person;
  }

  async #stranger() {
    const person = await this.#arrive();
    this.#strangers.push(person);
    return person;
  }

  async #arrive(who, asked = false) {
    const device = await this.browser.device(this.clothes);
    await device.addInitScript(forget, { asked });
    return new Person(await device.newPage(), who, this.language);
  }
}

/** Runs before a page does, and before each of its frames, which have no storage. Nor has a page that is still empty. */
function forget({ asked }) {
  if (location.protocol !== 'https:' || window !== top) return;
  localStorage.clear();
  if (!asked) localStorage.setItem('courtyard.asked', 'yes');
}
