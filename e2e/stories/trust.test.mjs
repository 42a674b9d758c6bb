import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAccessible } from '../support/accessible.mjs';
import { Browser } from '../support/browser.mjs';
import { Firefox } from '../support/firefox.mjs';
import { House } from '../support/house.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

const plain = (house) => house.origin.replace('https:', 'http:');

/** What the page says of this device, in a word: yes, seen (yes, unless a warning was clicked away), no. */
const verdict = async (page) => {
  let said;
  await until(
    async () => (said = await page.evaluate(() => document.getElementById('verdict')?.className)),
    'the page to say whether this device trusts the server',
  );
  return said;
};

story('Aiko’s device trusts the server, and the page says so over HTTP and HTTPS', async (stage) => {
  const { page } = await stage.enter(stage.cast.aiko);
  await page.goto(`${plain(stage.house)}/trust`);
  assert.equal(await verdict(page), 'seen');
  await page.getByRole('link', { name: `${stage.house.origin}/trust` }).click();
  await page.waitForURL(`${stage.house.origin}/trust?**`);
  assert.equal(await verdict(page), 'yes');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Certificate (.crt)' }).click();
  assert.equal((await download).suggestedFilename(), 'courtyard-root.crt');
});

for (const colorScheme of ['light', 'dark']) {
  story(`The trust page is there for everybody, with all its sections open (${colorScheme})`, async (stage) => {
    const aiko = await stage.enter(stage.cast.aiko, { colorScheme });
    await aiko.page.goto('/trust');
    await verdict(aiko.page);
    await aiko.page.evaluate(() => document.querySelectorAll('details').forEach((section) => (section.open = true)));
    await isAccessible(aiko, 'trust');
  });
}

story('Without scripts, Ben finds every section, in both languages', async (stage) => {
  const ben = await stage.enter(stage.cast.ben, {
    javaScriptEnabled: false,
    locale: 'ja-JP',
  });
  const { page } = ben;
  await page.goto(`${plain(stage.house)}/trust?device=firefox`);
  await ben.heading('この端末で Courtyard を信頼する').waitFor();
  await page
    .getByText('この認証局によるウェブサイトの識別を信頼する', {
      exact: false,
    })
    .first()
    .waitFor();
  await page.getByRole('link', { name: 'English' }).click();
  await ben.heading('Trust this Courtyard').waitFor();
  for (const name of ['Windows', 'macOS', 'iPhone, iPad', 'Android', 'Linux', 'Firefox']) {
    await page.getByRole('navigation', { name: 'Devices' }).getByRole('link', { name }).click();
    const open = page.locator('details[open]');
    assert.equal(await open.count(), 1);
    await open.getByRole('heading', { name, exact: true }).waitFor();
    await open.getByRole('img').first().waitFor();
  }
});

test(
  'On a device that does not trust the server the page says so, also after the warning was clicked away',
  { timeout: 180_000 },
  async (t) => {
    const house = await House.open();
    const browser = await Browser.open(house, { trusting: false });
    t.after(async () => {
      await browser.close();
      await house.close();
    });
    const page = await (await browser.device()).newPage();
    await page.goto(`${plain(house)}/trust`);
    assert.equal(await verdict(page), 'no');
    await assert.rejects(page.goto(`${house.origin}/trust`), /ERR_CERT_AUTHORITY_INVALID/);
    // What Chromium lets people type on its warning to go on all the same.
    await until(async () => {
      await page.keyboard.type('thisisunsafe');
      return (await page.title()) === 'Trust this Courtyard';
    }, 'the page behind the warning');
    assert.equal(await verdict(page), 'no', 'a worker is not allowed there');
    browser.watch.check();
  },
);

test('Firefox says it as far as it can know', { timeout: 180_000 }, async (t) => {
  const house = await House.open();
  const firefox = await Firefox.open(house);
  t.after(async () => {
    await firefox.close();
    await house.close();
  });
  const page = await firefox.device();
  await page.goto(`${plain(house)}/trust`);
  assert.equal(await verdict(page), 'seen');
  await page.goto(`${house.origin}/trust`);
  assert.equal(await verdict(page), 'seen', 'it allows a worker also behind a warning');
  firefox.watch.check();
});
