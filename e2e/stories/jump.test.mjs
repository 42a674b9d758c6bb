import assert from 'node:assert/strict';
import { Program } from '../support/api.mjs';
import { Ime } from '../support/ime.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

/** The jump of one person. */
class Jump {
  static async of(person) {
    await person.page.keyboard.press('Control+K');
    const jump = new Jump(person);
    await jump.field.waitFor();
    return jump;
  }

  constructor(person) {
    this.person = person;
    this.dialog = person.dialog(person.words.jumpTo);
    this.field = this.dialog.getByRole('combobox', { name: person.words.jumpTo });
    this.options = this.dialog.getByRole('option');
  }

  names = () => this.options.locator('.name').allTextContents();

  async finds(typed, names) {
    await this.field.fill(typed);
    await until(async () => String(await this.names()) === String(names), `“${typed}” to find ${names}`).catch(
      async (failure) => assert.deepEqual(await this.names(), names, failure.message),
    );
  }

  async goes(name) {
    await this.options.filter({ has: this.person.page.locator('.name', { hasText: name }) }).click();
    await this.dialog.waitFor({ state: 'detached' });
  }
}

story('Aiko jumps without a mouse: by part of a name, to somebody, to where she was', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.creates('sales', { everyone: true });
  await aiko.creates('resale-osaka', { everyone: true });
  const { keyboard } = aiko.page;
  let jump = await Jump.of(aiko);
  await jump.finds('SALE', ['sales', 'resale-osaka']);
  await keyboard.press('End');
  await keyboard.press('Enter');
  await aiko.composer('resale-osaka').waitFor();

  jump = await Jump.of(aiko);
  assert.deepEqual((await jump.names()).slice(0, 2), ['sales', 'general'], 'where she was last, without where she is');
  await keyboard.press('ArrowUp');
  await keyboard.press('Home');
  await keyboard.press('Enter');
  await aiko.composer('sales').waitFor();

  jump = await Jump.of(aiko);
  await jump.finds('ben', ['Ben']);
  const before = aiko.page.url();
  await keyboard.press('Enter');
  await until(() => aiko.page.url() !== before, 'the direct channel to be open');
  const direct = aiko.page.url();
  await aiko.link('general').click();
  jump = await Jump.of(aiko);
  await jump.goes('Ben');
  assert.equal(aiko.page.url(), direct, 'the same one again');

  jump = await Jump.of(aiko);
  await jump.finds('zzz', []);
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await jump.dialog.waitFor({ state: 'detached' });
});

story(
  '愛子 jumps with an input method: kana, width and reading do not matter, no key acts while she composes',
  async (stage) => {
    const { aiko, ben } = await stage.twoPeople();
    await Program.of(stage.house, ben.who).then((program) => program.ask('PATCH', '/me', { reading: 'たなか' }));
    for (const channel of ['カレー部', 'ＩＴ相談']) await aiko.creates(channel, { everyone: true });
    const jump = await Jump.of(aiko);
    await jump.finds('かれー', ['カレー部']);
    await jump.finds('ｶﾚｰ', ['カレー部']);
    await jump.finds('it', ['ＩＴ相談']);
    await jump.finds('タナカ', ['田中']);

    const ime = await Ime.at(aiko.page);
    await jump.field.fill('');
    for (const key of ['Enter', 'Escape', 'ArrowDown']) {
      await ime.composes('かれー');
      await ime.presses229(key);
      await aiko.page.keyboard.press(key);
      assert.ok(await jump.dialog.isVisible(), `${key} left the dialog open`);
    }
    await ime.composes('カレー');
    await ime.commits('カレー');
    await aiko.page.keyboard.press('Enter');
    await aiko.composer('カレー部').waitFor();
  },
  { language: 'ja' },
);
