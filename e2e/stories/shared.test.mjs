import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { isAccessible } from '../support/accessible.mjs';
import { Program } from '../support/api.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

const plan = '見積書 2026.txt';
const lines = Buffer.from('the plan of the new office\n'.repeat(100));

/** Opens what is known of the plan, beside its message. */
async function detailsOf(person) {
  const card = person.log('general').getByRole('group', { name: plan, exact: true });
  await person.button(person.words.moreAboutFile(plan), card).click();
  await person.page.getByRole('menuitem', { name: person.words.details, exact: true }).click();
  const details = person.dialog(person.words.details);
  await details.getByText('SHA-256').waitFor();
  return details;
}

/** Lets some people of the workspace share files, by its settings. */
async function allow(person, who) {
  await person.button(person.words.workspaceSettings).click();
  const settings = person.dialog(person.words.workspaceSettings);
  await settings
    .getByRole('combobox', { name: 'Who may share files with people without an account' })
    .selectOption({ label: who });
  await person.button(person.words.save, settings).click();
  await settings.waitFor({ state: 'detached' });
}

const refused = /^This link cannot be used/;

story('Aiko shares a file by a link, a visitor without an account has it, until she takes it back', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const program = await Program.of(stage.house, aiko.who);
  await program.brings(await program.channel('general'), '', [plan, lines]);

  const share = { name: 'Share by link…', exact: true };
  assert.equal(await (await detailsOf(aiko)).getByRole('button', share).count(), 0, 'nobody may yet');
  await aiko.page.keyboard.press('Escape');
  await allow(aiko, 'Moderators and up');
  assert.equal(await (await detailsOf(ben)).getByRole('button', share).count(), 0, 'Ben is no moderator');

  const details = await detailsOf(aiko);
  await details.getByRole('button', share).click();
  const sharing = aiko.dialog('Share by link');
  await sharing.getByText(/opens only on devices that reach this server/).waitFor();
  await sharing.getByRole('link', { name: /\/trust$/ }).waitFor();
  await sharing.getByRole('combobox', { name: 'Expires' }).selectOption({ label: 'In 1 day' });
  await sharing.getByRole('spinbutton', { name: 'Maximum downloads' }).fill('3');
  await aiko.button('Create link', sharing).click();
  const address = await aiko.field('New link', sharing).inputValue();
  assert.ok(address.startsWith(`${stage.house.origin}/shared#`), 'the secret stands behind the #');
  await sharing.getByText('0 of 3 downloads').waitFor();
  for (const colorScheme of ['light', 'dark']) {
    await aiko.page.emulateMedia({ colorScheme });
    await isAccessible(aiko, `sharing ${colorScheme}`);
  }

  const visitor = await stage.enter(stage.cast.ben);
  const { page } = visitor;
  const asked = [];
  page.on('request', (request) => asked.push(request.url(), request.headers().referer ?? ''));
  await page.goto(address);
  await visitor.heading(plan).waitFor();
  await page.getByText('Aiko (Harbour)', { exact: true }).waitFor();
  await page.getByText(/^\d+ \w+ \d{4} at \d\d:\d\d$/).waitFor();
  await isAccessible(visitor, 'shared');
  const saving = page.waitForEvent('download');
  await visitor.button('Download').click();
  const saved = await saving;
  assert.equal(saved.suggestedFilename(), plan);
  assert.deepEqual(await readFile(await saved.path()), lines);
  await page.getByText('The download has begun.', { exact: true }).waitFor();
  const secret = address.split('#')[1];
  assert.ok(
    !asked.some((url) => url.replace(address, '').includes(secret)),
    'no request has the secret in its address',
  );

  const guesser = await stage.enter(stage.cast.ben);
  await guesser.page.goto(`${stage.house.origin}/shared#${'A'.repeat(43)}`);
  await guesser.page.getByText(refused).waitFor();
  await isAccessible(guesser, 'refused');
  await guesser.page.goto(`${stage.house.origin}/shared`);
  await guesser.page.getByText(/^A part of this link is missing/).waitFor();

  await aiko.page.keyboard.press('Escape');
  await aiko.page.keyboard.press('Escape');
  await aiko.button(aiko.words.workspaceSettings).click();
  await aiko.button('Links to files').click();
  const links = aiko.dialog('Links to files');
  await links.getByText('1 of 3 downloads').waitFor();
  await links.getByText(plan).waitFor();
  await isAccessible(aiko, 'links');
  await aiko.button('Revoke', links).click();
  await links.getByText('There are no links.').waitFor();

  await visitor.button('Download').click();
  await page.getByText(refused).waitFor();
  assert.equal(await visitor.heading(plan).isVisible(), false);
  await page.reload();
  await page.getByText(refused).waitFor();
});

story('A list of many links goes on to the first one', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const program = await Program.of(stage.house, aiko.who);
  const general = await program.channel('general');
  await program.ask('PATCH', `/workspaces/${general.workspace}`, { file_links: 'admins' });
  for (const name of ['first.txt', 'second.txt', 'third.txt']) {
    const { files } = await program.brings(general, '', [name, lines]);
    for (let i = 0; i < 17; i++) await program.ask('POST', `/files/${files[0].id}/links`, {});
  }
  await aiko.button(aiko.words.workspaceSettings).click();
  await aiko.button('Links to files').click();
  const links = aiko.dialog('Links to files');
  const listed = links.getByRole('listitem');
  const more = aiko.button('Show more', links);
  await more.waitFor();
  assert.equal(await listed.count(), 50);
  await more.click();
  await more.waitFor({ state: 'detached' });
  assert.equal(await listed.count(), 51);
  await listed.last().getByText('first.txt').waitFor();
  await isAccessible(aiko, 'many links');
});

for (const [colorScheme, language, width] of [
  ['dark', 'ja', 390],
  ['light', 'ja', 1440],
  ['dark', 'en', 1440],
  ['light', 'en', 390],
]) {
  story(`The last download of a link is told of (${colorScheme} ${language} ${width})`, async (stage) => {
    const { aiko } = await stage.twoPeople();
    const program = await Program.of(stage.house, aiko.who);
    const general = await program.channel('general');
    const { files } = await program.brings(general, '', [plan, lines]);
    await program.ask('PATCH', `/workspaces/${general.workspace}`, { file_links: 'admins' });
    const link = await program.ask('POST', `/files/${files[0].id}/links`, { max_downloads: 1 });

    const locale = { en: 'en-GB', ja: 'ja-JP' }[language];
    const visitor = await stage.enter(stage.cast.ben, { colorScheme, locale, viewport: { width, height: 800 } });
    const [download, last] = {
      en: ['Download', 'The download has begun. It was the last one.'],
      ja: ['ダウンロード', 'ダウンロードを開始しました。これが最後の 1 回です。'],
    }[language];
    await visitor.page.goto(link.url);
    await visitor.button(download).waitFor();
    await isAccessible(visitor, 'shared');
    const saving = visitor.page.waitForEvent('download');
    await visitor.button(download).click();
    await (await saving).path();
    await visitor.page.getByText(last).waitFor();
    assert.equal(await visitor.button(download).isVisible(), false);
    await until(async () => {
      const { items } = await program.ask('GET', `/files/${files[0].id}/links`);
      return items[0].downloads === 1;
    }, 'the download to be counted');
  });
}
