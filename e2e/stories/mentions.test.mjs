import assert from 'node:assert/strict';
import { Program } from '../support/api.mjs';
import { Ime } from '../support/ime.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

/** How many mentions a workspace's button in the rail speaks of. */
const spoken = async (person, workspace) => {
  const button = person.workspace(workspace);
  const id = await button.getAttribute('aria-describedby');
  return id ? await person.page.locator(`#${id}`).textContent() : '';
};

story(
  '愛子 mentions 田中 while composing: he is named in her words, and the badge counts him',
  async (stage) => {
    const { aiko, ben } = await stage.twoPeople();
    await ben.button(ben.words.browseChannels).waitFor();
    await aiko.creates('営業', { everyone: true });
    await ben.link('営業').waitFor();
    const composer = aiko.composer('営業');
    const ime = await Ime.at(aiko.page);
    await composer.focus();
    await ime.composes('＠たなか');
    await ime.commits('＠tanaka');
    await ime.composes('さん');
    await ime.presses229('Enter');
    await ime.commits('さん、お願いします');
    await aiko.page.keyboard.press('Escape');
    await aiko.page.keyboard.press('Enter');
    await until(async () => /1/.test(await spoken(ben, stage.cast.workspace)), 'the badge to count one mention');
    await ben.link('営業').click();
    const message = ben.articles('営業').filter({ hasText: 'お願いします' });
    await message.waitFor();
    const chip = message.locator('.content [data-account]');
    assert.equal(await chip.textContent(), '@田中', 'the chip says how he is called');
    assert.match(await message.getAttribute('class'), /mentioned/);
    await until(async () => (await spoken(ben, stage.cast.workspace)) === '', 'the badge to go with reading');
  },
  { language: 'ja' },
);

story('Whom a message names without reaching is told to its author, who lets them in', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.creates('plans', { everyone: false });
  await aiko.says('plans', 'What would @ben say?');
  await aiko.sees('plans', 'What would');
  const notice = aiko.page.getByRole('status').filter({ hasText: 'Ben is not in this channel and was not notified.' });
  await notice.waitFor();
  assert.equal(await ben.link('plans').count(), 0, 'nothing reached him');
  await aiko.button('Add to channel', notice).click();
  await notice.waitFor({ state: 'detached' });
  await ben.link('plans').waitFor();
});

story('Calling everybody is a right: without it the words are words', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await ben.says('general', '@channel is only text');
  await aiko.sees('general', 'is only text');
  assert.equal(await aiko.log('general').locator('[data-calls]').count(), 0);
  await aiko.creates('news', { everyone: true });
  await ben.link('news').waitFor();
  await aiko.says('news', '@channel the lift is out of order');
  await until(async () => /1 mention/.test(await spoken(ben, stage.cast.workspace)), 'Ben to be called');
  await ben.link('news').click();
  await ben.log('news').locator('[data-calls="channel"]').waitFor();
  const program = await Program.of(stage.house, ben.who);
  const news = await program.channel('news');
  await until(async () => (await program.channel('news')).mentions === 0, 'it to be read');
  await program.ask('POST', `/channels/${news.id}/messages`, { nonce: 'storm-0001', text: '@aiko '.repeat(101) }, 422);
});
