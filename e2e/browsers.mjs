// The browsers alone, on a page that is not ours: what tries to leave here is theirs. Run through scripts/silence before the stories,
// it tells apart who speaks when those are not silent.
import http from 'node:http';
import { Browser } from './support/browser.mjs';
import { Firefox } from './support/firefox.mjs';
import { House } from './support/house.mjs';

const form =
  '<form><input id="u" autocomplete="username"><input id="p" type="password"></form><textarea id="t"></textarea>';
/** Browsers begin what they do by themselves within this time, in milliseconds. */
const patience = 20_000;

const server = http.createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end(form));
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const place = `http://127.0.0.1:${server.address().port}/`;

const house = await House.open(); // only for a root to trust
const { root } = house;
await house.close();

const [chromium, firefox] = await Promise.all([
  Browser.open({ origin: place, root }),
  Firefox.open({ origin: place, root }),
]);
const pages = [await (await chromium.device()).newPage(), await firefox.device()];
for (const page of pages) {
  await page.goto(place);
  for (const id of ['#t', '#u', '#p']) await (await page.$(id)).type('helo wrold');
}
await new Promise((done) => setTimeout(done, patience));
await Promise.all([chromium.close(), firefox.close()]);
server.close();
