import assert from 'node:assert/strict';
import { Program } from '../support/api.mjs';
import { Ime } from '../support/ime.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

/** What the members' pane says of somebody's presence. */
async function presence(person, name) {
  const row = person.page.getByRole('complementary').getByRole('listitem').filter({ hasText: name });
  return (await row.count()) ? await row.getByRole('img').getAttribute('aria-label') : '';
}

const becomes = (person, name, state) =>
  until(async () => (await presence(person, name)) === state, `${name} to be ${state}`, { seconds: 40 });

story('Ben comes, does not want to be disturbed, and goes; many tabs are one Ben', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.button('Members').click();
  await becomes(aiko, 'Ben', 'Online');
  await ben.button('Account').click();
  await ben.page.getByRole('menuitem', { name: 'For 30 minutes' }).click();
  await becomes(aiko, 'Ben', 'Do not disturb');
  await ben.chooses('Turn off');
  await becomes(aiko, 'Ben', 'Online');
  const second = await stage.anotherTab(ben);
  await second.page.goto('/');
  await second.composer('general').waitFor();
  await ben.page.close();
  await aiko.page.waitForTimeout(6_000); // longer than a reload may take
  assert.equal(await presence(aiko, 'Ben'), 'Online');
  await second.page.close();
  await becomes(aiko, 'Ben', 'Offline');
});

story(
  '愛子 composes: 田中 sees that she types, and then what she typed',
  async (stage) => {
    const { aiko, ben } = await stage.twoPeople();
    await ben.composer('general').waitFor();
    const line = ben.page.getByText(`${stage.cast.aiko.name}さんが入力中…`).first();
    const ime = await Ime.at(aiko.page);
    await aiko.composer('general').focus();
    const top = await ben.composer('general').boundingBox();
    await until(async () => {
      await ime.composes('かいぎ');
      return line.isVisible();
    }, 'the line that she types');
    assert.deepEqual(await ben.composer('general').boundingBox(), top, 'nothing moved');
    await ime.commits('会議です');
    await aiko.page.keyboard.press('Enter');
    await ben.sees('general', '会議です');
    await until(async () => !(await line.isVisible()), 'the line to end with the message');
  },
  { language: 'ja' },
);

story('What Ben reads on one device is read on the other', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.creates('sales', { everyone: true });
  const phone = await stage.enter(ben.who);
  await phone.page.goto('/');
  await phone.signsIn();
  await phone.link('sales').waitFor();
  await aiko.says('sales', 'From Osaka');
  for (const device of [ben, phone]) await unread(device, 'sales', true);
  await phone.link('sales').click();
  await phone.sees('sales', 'From Osaka');
  await unread(ben, 'sales', false);
});

story('Ben jumps to the first unread message, and marks all as read and takes it back', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.creates('sales', { everyone: true });
  await ben.link('sales').waitFor();
  const program = await Program.of(stage.house, aiko.who);
  const sales = await program.channel('sales');
  for (let i = 1; i <= 130; i++) await program.post(sales, `order ${i}`);
  await ben.link('sales').click();
  await ben.log('sales').getByText('order 1', { exact: true }).waitFor();
  await ben.button('Jump to newest').click();
  await ben.sees('sales', 'order 130');
  const bar = ben.page.getByRole('group', { name: 'New messages' });
  await bar.waitFor();
  await ben.button('Jump', bar).click();
  await ben.log('sales').getByText('order 1', { exact: true }).waitFor();
  await ben.link('general').click();
  await program.post(sales, 'order 131');
  await unread(ben, 'sales', true);
  await ben.page.keyboard.press('Shift+Escape');
  await unread(ben, 'sales', false);
  await ben.button('Undo').click();
  await unread(ben, 'sales', true);
  await ben.link('sales').click();
  const line = ben.page.getByRole('separator', { name: 'New messages' });
  await line.waitFor();
  await ben.page.locator('[role=log].seen').waitFor();
  for (let i = 132; i <= 171; i++) await program.post(sales, `order ${i}`);
  await ben.sees('sales', 'order 171');
  const { y: top } = await ben.log('sales').boundingBox();
  await until(async () => ((await line.boundingBox())?.y ?? -Infinity) < top, 'the line to leave the view');
  assert.equal(await bar.count(), 0, 'what was said before his eyes is not new');
});

story('Who has seen a message is shown where the workspace allows it', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.button('Workspace settings').click();
  const dialog = aiko.dialog('Workspace settings');
  await dialog.getByRole('checkbox', { name: 'Show who has seen messages' }).check();
  await aiko.button('Save', dialog).click();
  await dialog.waitFor({ state: 'detached' });
  const program = await Program.of(stage.house, aiko.who);
  const sent = await program.post(await program.channel('general'), 'Have you seen this?');
  await until(
    async () => (await program.ask('GET', `/messages/${sent.id}/seen`)).items.map((one) => one.name).join() === 'Ben',
    'Ben to have seen it',
  );
  await aiko.log('general').focus();
  await aiko.page.keyboard.press('ArrowUp');
  const said = aiko.articles('general').filter({ hasText: 'Have you seen this?' });
  await aiko.button(aiko.words.more, said).click();
  await aiko.page.getByRole('menuitem', { name: 'Seen by…' }).click();
  await aiko.dialog('Seen by').getByRole('listitem').filter({ hasText: 'Ben' }).waitFor();
});

const unread = (person, channel, is) =>
  until(
    async () => {
      const weight = await person.link(channel).evaluate((link) => getComputedStyle(link).fontWeight);
      return Number(weight) >= 700 === is;
    },
    `${channel} to be ${is ? 'unread' : 'read'}`,
  );
