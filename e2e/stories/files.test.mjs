import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAccessible } from '../support/accessible.mjs';
import { Program } from '../support/api.mjs';
import { hasFocus } from '../support/field.mjs';
import { duration, media } from '../support/media.mjs';
import { gif, png, wav } from '../support/samples.mjs';
import { put } from '../support/previews.mjs';
import { story } from '../support/story.mjs';
import { holds } from '../support/touch.mjs';
import { until } from '../support/until.mjs';

const plan = 'A棟 平面図（第3案）.dwg';
const lines = Buffer.from('AC1032 plan of house A\n'.repeat(4000));

/** The place of a picture in a message, by what it shows. */
const picture = (person, name) => person.log('general').getByRole('img', { name, exact: true }).first();

const hasCome = (image) =>
  until(() => image.evaluate((one) => one.complete && one.naturalWidth > 0 && one.naturalWidth), 'the picture to come');

/** Opens the page anew and lets the pictures come only when all else stands; gives how far they have moved anything. */
async function shiftsOf(page, seen, come) {
  let release;
  const gate = new Promise((go) => (release = go));
  await page.route('**/files/**', async (route) => {
    await gate;
    await route.continue();
  });
  await page.reload();
  await seen();
  await page.evaluate(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) window.shifted += value;
    }).observe({ type: 'layout-shift' });
  });
  release();
  await come();
  await page.unroute('**/files/**');
  return page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.shifted)))),
  );
}

story('A file is seen, saved under its name, looked at in detail, and gone with its message', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const program = await Program.of(stage.house, aiko.who);
  const general = await program.channel('general');
  const message = await program.brings(general, '', [plan, lines]);
  const [file] = message.files;

  const card = ben.log('general').getByRole('group', { name: plan, exact: true });
  await card.waitFor();
  await ben
    .log('general')
    .getByRole('article', { name: new RegExp(`${plan.slice(0, 4)}`) })
    .waitFor();
  const link = card.getByRole('link', { name: ben.words.downloadFile(plan), exact: true });
  const address = await link.getAttribute('href');
  const saving = ben.page.waitForEvent('download');
  await link.click();
  const saved = await saving;
  assert.equal(saved.suggestedFilename(), plan);
  assert.deepEqual(await readFile(await saved.path()), lines);

  await ben.button(ben.words.moreAboutFile(plan), card).click();
  await ben.page.getByRole('menuitem', { name: ben.words.details, exact: true }).click();
  const details = ben.dialog(ben.words.details);
  await details.getByText(createHash('sha256').update(lines).digest('hex')).waitFor();
  await isAccessible(ben, 'details');
  await ben.page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
  await isAccessible(ben, 'card');

  await program.ask('DELETE', `/messages/${message.id}`);
  await card.waitFor({ state: 'detached' });
  assert.equal(await ben.page.evaluate(async (path) => (await fetch(path)).status, address), 404);
  assert.equal((await stage.house.ask('GET', `/files/${file.id}`, { token: program.token })).status, 404);
});

story('Pictures stand in their rooms before they come, and are looked at one after the other', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const program = await Program.of(stage.house, aiko.who);
  const general = await program.channel('general');
  await program.brings(general, 'Before the work', ['一階.png', png(1600, 1200), 'The hall, with two doors']);
  const album = [30, 120, 210].map((hue, i) => [`corner ${i + 1}.png`, png(900, 600 + i * 300, hue)]);
  const message = await program.brings(general, '', ...album);
  assert.ok(message.files[0].pictured, 'the server has made pictures');

  const hall = picture(ben, 'The hall, with two doors');
  const seen = async () => {
    await hall.waitFor();
    const { width, height } = await hall.boundingBox();
    assert.deepEqual([width, height], [400, 300]);
  };
  const come = async () => {
    assert.ok((await hasCome(hall)) <= 720, 'the thumbnail is enough');
    await hasCome(picture(ben, 'corner 3.png'));
  };
  assert.equal(await shiftsOf(ben.page, seen, come), 0);
  await isAccessible(ben, 'pictures');

  const opener = ben.log('general').getByRole('button', { name: 'corner 1.png', exact: true });
  await opener.focus();
  await ben.page.keyboard.press('Enter');
  const box = (name) => ben.dialog(name);
  await box('corner 1.png').waitFor();
  await isAccessible(ben, 'lightbox');
  await ben.page.keyboard.press('ArrowRight');
  await box('corner 2.png').waitFor();
  await ben.button(ben.words.nextPicture, box('corner 2.png')).click();
  await box('corner 3.png').waitFor();
  for (let i = 0; i < 3; i++) await ben.page.keyboard.press('ArrowLeft');
  await box('The hall, with two doors').waitFor();
  await ben.page.getByText('1 / 4').waitFor();
  const large = box('The hall, with two doors').locator('.pswp__img:not(.pswp__img--placeholder)').first();
  await hasCome(large);
  const before = (await large.boundingBox()).width;
  await ben.page.keyboard.press('+');
  await until(async () => (await large.boundingBox()).width > before * 1.3, 'the picture to be larger');
  for (let i = 0; i < 12; i++) await ben.page.keyboard.press('Tab');
  assert.ok(await ben.page.evaluate(() => document.activeElement.closest('dialog') !== null), 'the focus stays inside');
  await ben.page.keyboard.press('Escape');
  await box('The hall, with two doors').waitFor({ state: 'detached' });
  await hasFocus(opener);

  await opener.click();
  await box('corner 1.png').waitFor();
  await program.ask('DELETE', `/messages/${message.id}`);
  await box('corner 1.png').waitFor({ state: 'detached' });
  await opener.waitFor({ state: 'detached' });
});

story('Sound and film are played in place, at most two at once, and a GIF only when asked', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const program = await Program.of(stage.house, aiko.who);
  const general = await program.channel('general');
  await program.brings(general, '', ['tone.wav', wav(60)], ['second.wav', wav(30)], ['third.wav', wav(30)]);
  const play = (name) => ben.log('general').locator(`audio[aria-label="${name}"]`);
  await play('third.wav').waitFor();
  const tone = play('tone.wav');
  await until(() => tone.evaluate((one) => one.readyState >= 1), 'the length to be known');
  await tone.evaluate((one) => {
    one.currentTime = 50;
    return one.play();
  });
  await until(() => tone.evaluate((one) => one.currentTime > 50.2), 'the end to be played first');
  for (const name of ['second.wav', 'third.wav']) await play(name).evaluate((one) => one.play());
  await until(() => tone.evaluate((one) => one.paused), 'the oldest to pause');
  assert.deepEqual(await ben.page.evaluate(() => [...document.querySelectorAll('audio')].map((one) => one.paused)), [
    true,
    false,
    false,
  ]);

  const films = await media();
  const film = films['drive.webm'];
  const asked = [];
  const note = async (request) => asked.push(Number(/^bytes=(\d+)-/.exec(await request.headerValue('range'))?.[1]));
  ben.page.on('request', note);
  await program.brings(general, '', ['drive.webm', film]);
  const drive = ben.log('general').locator('video');
  await drive.waitFor();
  const { width, height } = await drive.boundingBox();
  assert.ok(Math.abs(width / height - 16 / 9) < 0.01, `${width} × ${height}`);
  await drive.evaluate((one) => one.play());
  await until(() => drive.evaluate((one) => one.currentTime > 0.5), 'the film to play');
  const later = duration * 0.7;
  await drive.evaluate((one, to) => (one.currentTime = to), later);
  const goesOn = (one, from) => one.currentTime > from && !one.seeking;
  await until(() => drive.evaluate(goesOn, later), 'the film to go on later');
  ben.page.off('request', note);
  const middle = asked.filter((from) => from > film.length * 0.4 && from < film.length * 0.9);
  assert.ok(middle.length > 0, `only what is played was fetched: ${asked} of ${film.length}`);

  await program.brings(general, '', ['turn.gif', gif(160, 120)]);
  const turn = picture(ben, 'turn.gif');
  await hasCome(turn);
  assert.match(await turn.evaluate((one) => one.currentSrc), /\/thumb\?/);
  await ben.button('Play turn.gif', ben.log('general')).click();
  await until(() => turn.evaluate((one) => /\/files\/\d+\?account=\d+$/.test(one.currentSrc)), 'the original');
  await ben.button('Stop turn.gif', ben.log('general')).click();
  await until(() => turn.evaluate((one) => /\/thumb\?/.test(one.currentSrc)), 'the first frame again');
  await isAccessible(ben, 'players');
});

story('A film of a camera is played, and one that no browser reads says so', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const files = await media();
  const camera = await put(stage, aiko, 'drive.mp4', files['drive.mp4']);
  const film = camera.locator('video');
  await until(() => film.evaluate((one) => one.videoWidth === 640), 'the first picture');
  const old = await put(stage, aiko, 'old.mp4', files['old.mp4']);
  await old.getByText(aiko.words.mediaUnplayed).waitFor();
  assert.equal(await old.locator('video').count(), 0);
  await old.getByRole('link', { name: aiko.words.downloadFile('old.mp4') }).waitFor();
  const sound = await put(stage, aiko, 'cut.ogg', files['tone.ogg'].subarray(0, 20));
  await sound.getByText(aiko.words.mediaUnplayed).waitFor();
  await isAccessible(aiko, 'unplayed');
});

story('Where only words stand, a message without any is named by its files', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const program = await Program.of(stage.house, aiko.who);
  const general = await program.channel('general');
  const root = await program.brings(general, '', [plan, lines]);
  const reply = await program.upload('answer.txt', Buffer.from('Yes.'));
  await program.post(general, '', { parent: root.id, files: [reply] });
  await ben
    .log('general')
    .getByRole('article', { name: /, answer\.txt$/ })
    .getByText('answer.txt')
    .waitFor();
  const files = [await program.upload('a.txt', Buffer.from('a')), await program.upload('b.txt', Buffer.from('b'))];
  await program.post(general, '', { parent: root.id, to_channel: true, files });
  await ben
    .log('general')
    .getByRole('article', { name: /, 2 files$/ })
    .first()
    .waitFor();
  await ben.log('general').getByText(`Replied to Aiko: ${plan}`).waitFor();
  await program.post(general, 'See above', { quote: root.id });
  await ben.log('general').getByRole('link').filter({ hasText: plan }).filter({ hasText: 'Aiko' }).waitFor();
  await program.ask('PUT', `/messages/${root.id}/pin`);
  await ben.button(ben.words.pins).click();
  const pins = ben.page.getByRole('complementary', { name: ben.words.pins });
  await pins.getByRole('group', { name: plan, exact: true }).waitFor();
  await isAccessible(ben, 'pins');
  await ben.button(ben.words.threads).click();
  await ben.page.getByRole('complementary', { name: ben.words.threads, exact: true }).waitFor();
});

story(
  'On a phone pictures stand beside one another, and a finger looks at them',
  async (stage) => {
    const { aiko } = await stage.twoPeople();
    const program = await Program.of(stage.house, aiko.who);
    const general = await program.channel('general');
    const album = [30, 120, 210, 300].map((hue, i) => [`現場${i + 1}.png`, png(900, 700, hue)]);
    await program.brings(general, '', ...album);
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    const person = await stage.enter(aiko.who, phone);
    await person.page.goto('/');
    await person.signsIn();
    await person.link('general').click();
    const first = picture(person, '現場1.png');
    await hasCome(first);
    const boxes = await person
      .log('general')
      .locator('.picture')
      .evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect()).map(({ top, right }) => [Math.round(top), right]),
      );
    assert.equal(new Set(boxes.map(([top]) => top)).size, 2, 'two rows');
    assert.ok(boxes.every(([, right]) => right <= 390));
    await isAccessible(person, 'album on a phone');
    const sheet = person.dialog(person.words.messageActions);
    await holds(first, sheet);
    await person.button(person.words.close, sheet).tap();
    await sheet.waitFor({ state: 'detached' });
    await first.tap();
    const box = person.dialog('現場1.png');
    await box.waitFor();
    await person.button(person.words.nextPicture, box).tap();
    await person.dialog('現場2.png').waitFor();
    await isAccessible(person, 'lightbox on a phone');
    await person.button(person.words.close, person.dialog('現場2.png')).tap();
    await person.dialog('現場2.png').waitFor({ state: 'detached' });
    const bar = person.page.getByRole('toolbar', { name: person.words.messageActions });
    assert.equal(await bar.count(), 0, 'no bar over what a finger pressed');
  },
  { language: 'ja' },
);
