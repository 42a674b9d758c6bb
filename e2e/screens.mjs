// Fills a house as an office does and takes the pictures of docs/screens: npm run screens.
// With a folder, takes every screen in every clothing into that folder instead: npm run screens -- /tmp/screens.
import { mkdir, rm, stat } from 'node:fs/promises';
import { Browser } from './support/browser.mjs';
import { House } from './support/house.mjs';
import { furnish, offices } from './support/office.mjs';
import { all, leave, screens, show } from './support/screens.mjs';

const elsewhere = process.argv[2];
const folder = elsewhere ? `${elsewhere}/` : new URL('../docs/screens/', import.meta.url).pathname;
async function take(browser, screen, look, scene) {
  const person = await show(browser, screen, look, scene);
  const path = `${folder}${screen.name}-${look}.png`;
  await person.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  console.log(`${path} ${Math.round((await stat(path)).size / 1024)} KiB`);
  await leave(screen, person, scene);
}

async function visit(language, empty) {
  const house = await House.open();
  const browser = await Browser.open(house);
  try {
    const office = offices[language];
    const scene = {
      house,
      office,
      ...(empty ? {} : await furnish(house, office)),
    };
    for (const screen of screens.filter((one) => Boolean(one.empty) === empty)) {
      const looks = (elsewhere ? all() : screen.in).filter((look) => look.includes(`-${language}-`));
      for (const look of looks) await take(browser, screen, look, scene);
    }
    browser.watch.check();
  } finally {
    await browser.close();
    await house.close();
  }
}

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const language of ['en', 'ja']) for (const empty of [true, false]) await visit(language, empty);
