import assert from 'node:assert/strict';
import { story } from '../support/story.mjs';
import { sizes } from '../support/screens.mjs';

story('Ben at a phone: one screen at a time, back by the gesture, Enter breaks the line', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const ben = await stage.enter(stage.cast.ben, sizes[390]);
  const { page, words } = ben;
  await page.goto('/');
  await ben.signsIn();
  await ben.link('general').tap();
  await ben.composer('general').tap();
  await page.keyboard.type('first line');
  await page.keyboard.press('Enter');
  await page.keyboard.type('second line');
  assert.equal(await ben.composer('general').inputValue(), 'first line\nsecond line');
  await ben.button(words.send).tap();
  await aiko.sees('general', 'second line');

  await ben.button(words.back).tap();
  await ben.link('general').waitFor();
  assert.equal(await ben.composer('general').isVisible(), false);
  await ben.button(words.members).tap();
  const members = page.getByRole('complementary', { name: words.members });
  await members.getByText('Aiko').first().waitFor();
  await page.goBack();
  await members.waitFor({ state: 'detached' });
  await ben.link('general').waitFor();
  await ben.button(words.members).tap();
  await ben.button(words.close, members).tap();
  await members.waitFor({ state: 'detached' });
  await ben.link('general').tap();
  await ben.sees('general', 'second line');
  await page.goBack();
  await ben.link('general').waitFor();
  assert.equal(await ben.composer('general').isVisible(), false);
});
