import { until } from './until.mjs';

/** A part of the page that comes after the first screen, on a line so slow that it is still on its way. */
export class LatePart {
  /** Before the page that asks for it is opened. */
  static async of(person, name) {
    const part = new LatePart();
    await person.page.route(`**/assets/${name}-*.js`, async (route) => {
      part.#asked = true;
      await part.#coming;
      await route.continue();
    });
    return part;
  }

  #asked = false;
  #coming = new Promise((come) => (this.come = come));

  isAwaited = () => until(() => this.#asked, 'the part to be asked for');
}
