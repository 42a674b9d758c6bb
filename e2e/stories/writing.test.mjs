import assert from 'node:assert/strict';
import { hasFocus, holds } from '../support/field.mjs';
import { Ime } from '../support/ime.mjs';
import { story } from '../support/story.mjs';

story('What Aiko begins at her desk is on her phone, goes on there, and ends with sending', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.creates('sales', { everyone: true });
  const phone = await stage.enter(stage.cast.aiko);
  await phone.page.goto('/');
  await phone.signsIn();
  await phone.link('sales').click();
  await phone.composer('sales').waitFor();

  await aiko.composer('sales').fill('Dear all, tomorrow');
  await holds(phone.composer('sales'), 'Dear all, tomorrow');
  await aiko.link('general').click();
  await aiko.composer('general').waitFor();
  assert.equal(await aiko.link('sales').locator('.draft').count(), 1, 'a pencil stands at the channel');

  await phone.composer('sales').fill('Dear all, tomorrow at ten');
  await aiko.link('sales').click();
  await holds(aiko.composer('sales'), 'Dear all, tomorrow at ten');
  await aiko.composer('sales').press('Enter');
  await aiko.sees('sales', 'Dear all, tomorrow at ten');
  await holds(phone.composer('sales'), '');
  await aiko.page.reload();
  await aiko.composer('sales').waitFor();
  await holds(aiko.composer('sales'), '');
});

/** What stands between bars is selected. */
async function selects(field, written) {
  const [before, inner, after] = written.split('|');
  await field.fill(before + inner + after);
  await field.evaluate(
    (area, [from, to]) => area.setSelectionRange(from, to),
    [before.length, before.length + inner.length],
  );
}

for (const [language, word] of [
  ['en', 'important'],
  ['ja', '「重要」'],
]) {
  story(
    `Aiko formats by shortcut and by button, takes it back with the browser’s undo, and looks before she sends (${language})`,
    async (stage) => {
      const aiko = await stage.enter(stage.cast.aiko);
      await aiko.setUp();
      const { words } = aiko;
      const composer = aiko.composer('general');
      await aiko.button(words.bold).waitFor();

      await selects(composer, `x |${word}| y`);
      await aiko.page.keyboard.press('Control+b');
      await holds(composer, `x **${word}** y`);
      await aiko.page.keyboard.press('Control+Shift+X');
      await holds(composer, `x **~~${word}~~** y`);
      await aiko.page.keyboard.press('Control+z');
      await aiko.page.keyboard.press('Control+z');
      await holds(composer, `x ${word} y`);
      await selects(composer, `x |${word}| y`);
      await aiko.button(words.bold).click();
      await holds(composer, `x **${word}** y`);

      await aiko.button(words.preview).click();
      const shown = aiko.page.getByRole('region', { name: words.preview });
      await shown.locator('strong').filter({ hasText: word }).waitFor();
      await aiko.page.keyboard.press('Escape');
      await shown.waitFor({ state: 'detached' });

      await composer.fill('- one');
      await composer.press('End');
      await composer.press('Shift+Enter');
      await holds(composer, '- one\n- ');
      await aiko.page.keyboard.type('two');
      await composer.press('Enter');
      await aiko.articles('general').locator('ul li').filter({ hasText: 'two' }).waitFor();
    },
    { language },
  );
}

story(
  '愛子 finds emoji by Japanese words, composed and settled, and the last ones are at hand again',
  async (stage) => {
    const aiko = await stage.enter(stage.cast.aiko);
    await aiko.setUp();
    const { words, page } = aiko;
    const composer = aiko.composer('general');
    const picker = aiko.dialog(words.emoji);
    const search = picker.getByRole('combobox', { name: words.findEmoji });
    const option = (name) => picker.getByRole('option', { name, exact: true });
    const ime = await Ime.at(page);

    for (const typed of ['猫', 'ねこ', 'ネコ']) {
      await aiko.button(words.emoji).click();
      await search.fill(typed);
      await option('ネコの顔').waitFor();
      await page.keyboard.press('Escape');
      await picker.waitFor({ state: 'detached' });
      await hasFocus(composer);
    }
    await aiko.button(words.emoji).click();
    await ime.composes('わら');
    await page.keyboard.press('Enter');
    assert.equal(await composer.inputValue(), '', 'nothing is picked while words are composed');
    await ime.commits('笑');
    await option('嬉し泣き').click();
    await holds(composer, '😂');
    await aiko.button(words.emoji).click();
    await search.fill('tada');
    await search.press('Enter');
    await holds(composer, '😂🎉');

    await page.reload();
    await aiko.button(words.emoji).click();
    const recent = picker.getByRole('group', { name: '最近使った絵文字' });
    assert.deepEqual(
      (await recent.getByRole('option').allInnerTexts()).map((text) => text.trim()),
      ['🎉', '😂'],
    );
    await page.keyboard.press('Escape');

    await composer.fill('');
    await page.keyboard.type('いい :tad');
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await composer.press('Enter');
    await holds(composer, 'いい 🎉');
    await page.keyboard.type(' :smile:');
    await holds(composer, 'いい 🎉 😄');
  },
  { language: 'ja' },
);

story(
  '愛子 names 田中 by username, by reading and by name, with an input method',
  async (stage) => {
    const { aiko, ben } = await stage.twoPeople();
    await ben.chooses(ben.words.profile);
    const profile = ben.dialog(ben.words.profile);
    await ben.field(ben.words.reading, profile).fill('たなか');
    await ben.button(ben.words.save, profile).click();
    await profile.waitFor({ state: 'detached' });

    const { page, words } = aiko;
    const composer = aiko.composer('general');
    const option = page.getByRole('listbox', { name: words.members }).getByRole('option').filter({ hasText: '田中' });
    const ime = await Ime.at(page);
    await composer.focus();
    await page.keyboard.type('@tan');
    await option.waitFor();
    await composer.press('Tab');
    await holds(composer, '@tanaka ');

    await composer.fill('');
    await composer.focus();
    await ime.commits('＠');
    await option.waitFor();
    await ime.composes('たな');
    await option.waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await holds(composer, '＠たな');
    await ime.commits('たな');
    await option.waitFor();
    await page.keyboard.press('Enter');
    await holds(composer, '@tanaka ');

    await composer.fill('お願いします');
    await composer.press('End');
    await page.keyboard.type('@田中');
    await option.click();
    await holds(composer, 'お願いします@tanaka ');
    await composer.press('Enter');
    await aiko.sees('general', 'お願いします@');
    await page.keyboard.type('@tan');
    await option.waitFor();
    await composer.press('Escape');
    await option.waitFor({ state: 'detached' });
    await holds(composer, '@tan');
  },
  { language: 'ja' },
);

for (const [language, texts] of [
  ['en', ['Too early', 'Just right', 'On my way']],
  ['ja', ['早すぎた', 'ちょうどいい', '向かいます']],
]) {
  story(
    `Aiko takes back what she has just sent; what she leaves alone is sent, also when she goes elsewhere (${language})`,
    async (stage) => {
      const { aiko, ben } = await stage.twoPeople();
      const { words } = aiko;
      const [early, right, leaving] = texts;
      await aiko.creates('sales', { everyone: true });
      await aiko.chooses(words.settings);
      await aiko.page.getByRole('checkbox', { name: words.undoSend }).check();
      await aiko.button(words.close, aiko.dialog(words.settings)).click();

      await aiko.says('sales', early);
      await aiko.button(words.undoSending).click();
      await holds(aiko.composer('sales'), early);
      await hasFocus(aiko.composer('sales'));
      await aiko.says('sales', right);
      await ben.link('sales').click();
      await ben.sees('sales', right);
      await aiko.button(words.undoSending).waitFor({ state: 'detached' });

      await aiko.says('sales', leaving);
      await aiko.link('general').click();
      await ben.sees('sales', leaving);
      const said = (await ben.texts('sales')).filter((text) => texts.includes(text));
      assert.deepEqual(said, [right, leaving]);

      await aiko.link('sales').click();
      await aiko.says('sales', `${leaving} 2`);
      await aiko.page.close();
      await ben.sees('sales', `${leaving} 2`);
    },
    { language },
  );
}
