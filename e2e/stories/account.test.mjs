import assert from 'node:assert/strict';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

story(
  '愛子 signs out, mistypes her password, and comes back',
  async (stage) => {
    const aiko = await stage.enter(stage.cast.aiko);
    await aiko.setUp();
    await aiko.says('general', '行ってきます');
    await aiko.sees('general', '行ってきます');
    await aiko.chooses(aiko.words.signOut);

    await aiko.signsIn('not her password');
    const alert = aiko.page.getByRole('alert');
    await alert.waitFor();
    assert.equal((await alert.textContent()).trim(), 'ユーザー名またはパスワードが違います。');
    await aiko.signsIn();
    await aiko.sees('general', '行ってきます');
  },
  { language: 'ja' },
);

story('Aiko’s settings change the screen at once and follow her to another device', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko);
  await aiko.setUp();
  await aiko.chooses(aiko.words.settings);
  await aiko.page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('ja');
  await aiko.page.getByRole('combobox', { name: 'テーマ', exact: true }).selectOption('dark');
  await aiko.page.getByRole('dialog', { name: '設定' }).getByRole('button', { name: '閉じる' }).click();
  await aiko.page.getByRole('textbox', { name: '#general へメッセージ' }).waitFor();
  assert.equal(await aiko.page.locator('html').getAttribute('lang'), 'ja');
  await until(async () => dark(await ground(aiko.page)), 'the screen to be dark');

  const elsewhere = await stage.enter(aiko.who);
  await elsewhere.page.goto('/');
  await elsewhere.signsIn();
  await elsewhere.page.getByRole('textbox', { name: '#general へメッセージ' }).waitFor();
  assert.equal(await elsewhere.page.locator('html').getAttribute('lang'), 'ja');
  await until(async () => dark(await ground(elsewhere.page)), 'the other screen to be dark');
});

const ground = (page) =>
  page.getByRole('main').evaluate((main) => {
    const painted = (node) => {
      const colour = getComputedStyle(node).backgroundColor;
      return colour === 'rgba(0, 0, 0, 0)' && node.parentElement ? painted(node.parentElement) : colour;
    };
    return painted(main);
  });

const dark = (colour) =>
  colour
    .match(/[\d.]+/g)
    .slice(0, 3)
    .every((part) => Number(part) < 80);
