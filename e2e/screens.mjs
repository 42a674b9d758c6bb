// Fills a house as an office does and takes the pictures of docs/screens: npm run screens.
// With a folder, takes every screen in every clothing into that folder instead: npm run screens -- /tmp/screens.
// With names behind it, takes only these screens: npm run screens -- /tmp/screens thread pins.
import { mkdir, rm, stat } from 'node:fs/promises';
import { Browser } from './support/browser.mjs';
import { House } from './support/house.mjs';
import { furnish, offices } from './support/office.mjs';
import { all } from './support/looks.mjs';
import { screens } from './support/screens.mjs';
import { Visit } from './support/visit.mjs';

const [elsewhere, ...names] = process.argv.slice(2);
const wanted = screens.filter((one) => names.length === 0 || names.includes(one.name));
const folder = elsewhere ? `${elsewhere}/` : new URL('../docs/screens/', import.meta.url).pathname;

async function take(visit, screen, look) {
  const { page } = await visit.show(screen);
  const path = `${folder}${screen.name}-${look}.png`;
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  console.log(`${path} ${Math.round((await stat(path)).size / 1024)} KiB`);
  await visit.leave(screen);
}

async function visit(language, empty) {
  const here = wanted.filter((one) => Boolean(one.empty) === empty);
  if (here.length === 0) return;
  const house = await House.open();
  const browser = await Browser.open(house);
  try {
    const office = offices[language];
    const scene = {
      house,
      office,
      ...(empty ? {} : await furnish(house, office)),
    };
    for (const look of all().filter((one) => one.includes(`-${language}-`))) {
      const visit = new Visit(browser, look, scene);
      for (const screen of here) {
        if (elsewhere || screen.in.includes(look)) await take(visit, screen, look);
      }
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
