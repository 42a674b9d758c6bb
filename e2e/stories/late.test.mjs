import assert from 'node:assert/strict';
import { Program } from '../support/api.mjs';
import { hasFocus, holds } from '../support/field.mjs';
import { Ime } from '../support/ime.mjs';
import { LatePart } from '../support/late.mjs';
import { media } from '../support/media.mjs';
import { png, wav } from '../support/samples.mjs';
import { story } from '../support/story.mjs';

story('What Aiko types before the help with writing has come is completed when it comes', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const tools = await LatePart.of(aiko, 'Tools');
  await aiko.page.reload();
  const composer = aiko.composer('general');
  await composer.waitFor();
  await composer.pressSequentially('Done :tada: thanks @be');
  await tools.isAwaited();
  tools.come();
  await aiko.page.getByRole('listbox').getByRole('option').filter({ hasText: 'Ben' }).waitFor();
  await holds(composer, 'Done 🎉 thanks @be');
  await composer.press('Tab');
  await holds(composer, 'Done 🎉 thanks @ben ');
});

story('A shortcode that is closed before the emoji have come becomes one when they come', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko);
  const emoji = await LatePart.of(aiko, 'emoji');
  await aiko.setUp();
  const composer = aiko.composer('general');
  await aiko.button(aiko.words.bold).waitFor();
  await composer.pressSequentially('So :tada: and :cat: are in');
  for (let i = 0; i < 'are in'.length; i++) await composer.press('ArrowLeft');
  await emoji.isAwaited();
  emoji.come();
  await holds(composer, 'So 🎉 and 🐱 are in');
  await composer.pressSequentially('both ');
  await holds(composer, 'So 🎉 and 🐱 both are in');
});

story('Files have as much room before they are drawn as when they are', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const program = await Program.of(stage.house, aiko.who);
  const general = await program.channel('general');
  const files = [
    ['plan.dwg', Buffer.from('AC1032 plan of house A')],
    ['tone.wav', wav(2)],
    ['drive.webm', (await media())['drive.webm']],
    ['view.png', png(800, 500)],
  ];
  for (const [name, bytes] of files) await program.brings(general, name, [name, bytes]);

  const drawing = await LatePart.of(ben, 'MessageFiles');
  await ben.page.reload();
  const heights = () =>
    Promise.all(
      files.map(async ([name]) => {
        const message = ben.log('general').getByRole('article').filter({ hasText: name }).first();
        return [name, Math.round((await message.boundingBox()).height)];
      }),
    );
  await drawing.isAwaited();
  await ben.log('general').getByRole('article').filter({ hasText: 'view.png' }).waitFor();
  const before = await heights();
  drawing.come();
  await ben.button(ben.words.moreAboutFile('plan.dwg'), ben.log('general')).waitFor();
  assert.deepEqual(await heights(), before);
});

story(
  'What Aiko types after Ctrl K goes into the jump that is still on its way, and never into the channel',
  async (stage) => {
    const aiko = await stage.enter(stage.cast.aiko);
    await aiko.setUp();
    await aiko.creates('sales', { everyone: true });
    await aiko.link('general').click();
    await aiko.composer('general').waitFor();
    const dialogs = await LatePart.of(aiko, 'Dialogs');
    await aiko.page.reload();
    const composer = aiko.composer('general');
    await composer.press('Control+k');
    await aiko.page.keyboard.type('salt');
    await aiko.page.keyboard.press('Backspace');
    await aiko.page.keyboard.press('Enter');
    await dialogs.isAwaited();
    dialogs.come();
    await holds(aiko.page.getByRole('combobox', { name: aiko.words.jumpTo }), 'sal');
    assert.equal(await composer.inputValue(), '');
    await aiko.page.keyboard.press('Enter');
    await aiko.composer('sales').waitFor();
  },
);

story(
  '愛子 composes into the jump that is still on its way, and nothing of it stays behind',
  async (stage) => {
    const aiko = await stage.enter(stage.cast.aiko);
    await aiko.setUp();
    await aiko.composer('general').waitFor();
    const dialogs = await LatePart.of(aiko, 'Dialogs');
    await aiko.page.reload();
    const composer = aiko.composer('general');
    const ime = await Ime.at(aiko.page);
    await composer.press('Control+k');
    await aiko.page.keyboard.type('sal');
    await aiko.page.keyboard.press('Escape');
    await hasFocus(composer);
    await composer.press('Control+k');
    await ime.composes('えい');
    await ime.commits('営業');
    await ime.composes('ぶ');
    await dialogs.isAwaited();
    dialogs.come();
    const jump = aiko.page.getByRole('combobox', { name: aiko.words.jumpTo });
    await holds(jump, '営業ぶ');
    assert.equal(await composer.inputValue(), '');
    await jump.fill('');
    await jump.press('Escape');
    await composer.press('Control+k');
    await holds(jump, '');
  },
  { language: 'ja' },
);
