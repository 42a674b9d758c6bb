import { until } from './until.mjs';

/** The desktop of a device: what notifications its tabs have put there, all of them real ones. */
export class Desktop {
  /** Before the first page is opened there. */
  static async of(person) {
    const device = person.page.context();
    await device.grantPermissions(['notifications']);
    await device.addInitScript(record);
    return new Desktop(device);
  }

  constructor(device) {
    this.device = device;
  }

  /** What was put there, tab by tab. */
  async told() {
    const tabs = await Promise.all(this.device.pages().map((page) => page.evaluate(() => window.told ?? [])));
    return tabs.flat().map(({ title, body, closed }) => ({ title, body, ...(closed && { closed }) }));
  }

  /** The page whose newest notification is clicked; the system puts it in front. */
  async clicks(title) {
    for (const page of this.device.pages()) {
      if (!(await page.evaluate((title) => window.clickTold(title), title))) continue;
      await page.bringToFront();
      return page;
    }
    throw new Error(`there is no notification “${title}”`);
  }
}

function record() {
  window.told = [];
  const real = [];
  window.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      window.told.push({ title, body: options.body, tag: options.tag });
      real.push(this);
    }

    close() {
      super.close();
      window.told[real.indexOf(this)].closed = true;
    }
  };
  window.clickTold = (title) => {
    const at = window.told.findLastIndex((one) => one.title === title);
    real[at]?.dispatchEvent(new Event('click'));
    return at >= 0;
  };
}

/** Before the first page is opened there: nothing is measured in a tab that stands behind another, until it is shown. */
export const staysBehind = (person) => person.page.addInitScript(measureLater);
export const isShown = (person) => person.page.evaluate(() => window.measure());

function measureLater() {
  let waiting = [];
  window.ResizeObserver = class extends ResizeObserver {
    constructor(heard) {
      super((...all) => (waiting ? waiting.push(() => heard(...all)) : heard(...all)));
    }
  };
  window.measure = () => {
    for (const hear of waiting) hear();
    waiting = null;
  };
}

/** Puts a tab behind other windows, or in front again; browsers that are driven think that all their tabs are looked at. */
export const looksAway = (person) => looks(person, false);
export const looksAgain = (person) => looks(person, true);

async function looks(person, at) {
  await person.page.evaluate((at) => {
    document.hasFocus = () => at;
    dispatchEvent(new Event(at ? 'focus' : 'blur'));
  }, at);
  if (at) await until(() => person.page.evaluate(isKnown), 'the other tabs to know that this one is looked at');
}

const isKnown = async () =>
  (await navigator.locks.query()).held.some(({ name }) => name.startsWith('courtyard.looked.'));

/** Keeps a tab from doing anything until the returned function is called. */
export async function isBusy(person) {
  const tab = await person.page.context().newCDPSession(person.page);
  await tab.send('Debugger.enable');
  const paused = new Promise((is) => tab.once('Debugger.paused', is));
  await tab.send('Debugger.pause');
  const over = person.page.evaluate(() => {}); // the first script that runs stops there
  await paused;
  return async () => {
    await tab.send('Debugger.resume');
    await over;
    await tab.detach();
  };
}
