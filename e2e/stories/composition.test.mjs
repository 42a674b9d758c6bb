import assert from 'node:assert/strict';
import { Ime } from '../support/ime.mjs';
import { story } from '../support/story.mjs';

const keys = ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'Tab'];

story(
  '愛子 composes: no key sends until the words are settled, then Enter sends once',
  async (stage) => {
    const { aiko, ben } = await stage.twoPeople();
    await aiko.says('general', 'はじめます');
    await ben.sees('general', 'はじめます');
    const ime = await Ime.at(aiko.page);
    const composer = aiko.composer('general');

    await composer.focus();
    for (const press of [(key) => ime.presses229(key), (key) => aiko.page.keyboard.press(key)]) {
      for (const key of keys) {
        await ime.composes('かいぎ');
        await press(key);
        assert.equal(await composer.inputValue(), 'かいぎ', `${key} left the words alone`);
        assert.ok(await composer.evaluate((area) => area === document.activeElement), `${key} left the place`);
      }
    }
    await ime.composes('会議');
    await ime.commits('会議');
    assert.equal(await composer.inputValue(), '会議');
    await aiko.page.keyboard.press('Enter');
    await ben.sees('general', '会議');
    await aiko.says('general', 'おわります');
    await ben.sees('general', 'おわります');
    assert.deepEqual((await ben.texts('general')).slice(-3), ['はじめます', '会議', 'おわります']);
  },
  { language: 'ja' },
);

story(
  '愛子 composes the name of a channel: the dialog neither closes nor creates',
  async (stage) => {
    const aiko = await stage.enter(stage.cast.aiko);
    await aiko.setUp();
    const ime = await Ime.at(aiko.page);
    const { words } = aiko;
    await aiko.button(words.createChannel).click();
    const dialog = aiko.dialog(words.createChannel);
    const name = aiko.field(words.channelName, dialog);
    await name.focus();
    for (const press of [(key) => ime.presses229(key), (key) => aiko.page.keyboard.press(key)]) {
      for (const key of [...keys, 'Escape', 'Escape']) {
        await ime.composes('そうむ');
        await press(key);
        assert.ok(await dialog.isVisible(), `${key} left the dialog open`);
        assert.equal(await name.inputValue(), 'そうむ', `${key} left the words alone`);
      }
    }
    assert.equal(await aiko.link('そうむ').count(), 0, 'nothing was created');
    await ime.composes('総務');
    await ime.commits('総務');
    assert.equal(await name.inputValue(), '総務');
    await aiko.page.keyboard.press('Enter');
    await aiko.composer('総務').waitFor();
    assert.equal(await aiko.link('総務').count(), 1);
  },
  { language: 'ja' },
);
