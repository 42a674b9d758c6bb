import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Program } from '../support/api.mjs';
import { drop, dropPath, noise, paste, sha256, slow } from '../support/files.mjs';
import { heic } from '../support/media.mjs';
import { png } from '../support/samples.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

const picture = { name: 'entrance.png', mimeType: 'image/png', buffer: png(640, 480) };
const notes = { name: '議事録.txt', mimeType: 'text/plain', buffer: Buffer.from('おはようございます\n') };
const drawing = { name: 'drawing.dwg', mimeType: 'application/octet-stream', buffer: noise(8 * 1024 * 1024) };

const main = (person) => person.page.locator('main');
const cards = (person) =>
  main(person).locator('form').getByRole('list', { name: person.words.attachedFiles }).getByRole('listitem');
const progress = (person, { name }) =>
  person.page.getByRole('progressbar', { name: person.words.uploadProgress(name) });
const gone = async (person, file) => Number(await progress(person, file).getAttribute('value'));
const half = (person, file) =>
  until(async () => (await gone(person, file)) > file.buffer.length / 4, `a part of ${file.name} to have gone`);
const choose = (person, ...files) => main(person).locator('input[data-attach]').setInputFiles(files);

/** What Ben gets of the newest message of general that has files. */
async function received(stage, count) {
  const ben = await Program.of(stage.house, stage.cast.ben);
  const general = await ben.channel('general');
  const message = await until(
    async () => (await ben.history(general)).findLast((one) => one.files?.length === count),
    `Ben to have a message with ${count} files`,
  );
  const about = await Promise.all(message.files.map(({ id }) => ben.ask('GET', `/files/${id}`)));
  return { message, about };
}

story('Aiko drops three files, watches them go, and Ben has them byte by byte', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.button(aiko.words.attachFiles).waitFor();
  await slow(aiko.page, 4 * 1024 * 1024);
  await drop(aiko, main(aiko), [picture, notes, drawing]);
  await until(async () => (await cards(aiko).count()) === 3, 'three files in the composer');
  await half(aiko, drawing);
  await aiko.composer('general').fill('The plans');
  await aiko.page.keyboard.press('Enter');
  await until(async () => (await cards(aiko).count()) === 0, 'the files to have left the composer');
  await progress(aiko, drawing).waitFor();
  await aiko.says('general', 'This one does not wait');
  const { message, about } = await received(stage, 3);
  assert.equal(message.text, 'The plans');
  assert.deepEqual(
    about.map(({ name, sha256: sum }) => [name, sum]),
    [picture, notes, drawing].map(({ name, buffer }) => [name, sha256(buffer)]),
  );
  const ben = await Program.of(stage.house, stage.cast.ben);
  const texts = (await ben.history(await ben.channel('general'))).map((one) => one.text);
  assert.deepEqual(texts.slice(-2), ['This one does not wait', 'The plans']);
});

/** Photos as a phone names them: one that Chromium cannot read, and one that it can. */
const photos = async () =>
  [
    ['IMG_0001.HEIC', await heic(picture.buffer)],
    ['IMG_0002.HEIC', picture.buffer],
  ].map(([name, buffer]) => ({ name, mimeType: 'image/heic', buffer }));

story('A photo of a phone becomes a picture for everybody, or says why there is none', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.button(aiko.words.attachFiles).waitFor();
  const [real, readable] = await photos();
  await choose(aiko, real, readable);
  await until(async () => (await cards(aiko).count()) === 2, 'both in the composer');
  await aiko.button(aiko.words.send).click();
  const { about } = await received(stage, 2);
  assert.deepEqual(
    about.map(({ name, type, width, height }) => [name, type, width, height]),
    [
      ['IMG_0001.HEIC', 'image/heic', undefined, undefined],
      ['IMG_0002.jpg', 'image/jpeg', 640, 480],
    ],
  );
  assert.equal(about[0].sha256, sha256(real.buffer));
  const card = aiko.log('general').getByRole('group', { name: 'IMG_0001.HEIC', exact: true });
  await card.getByText(aiko.words.photoUnshown).waitFor();
  await card.getByText(`${(real.buffer.length / 1024).toFixed(1)} KB`).waitFor();
});

story('An upload goes on after the network was pulled and the server was restarted', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.button(aiko.words.attachFiles).waitFor();
  const line = await slow(aiko.page, 2 * 1024 * 1024);
  await choose(aiko, drawing);
  await half(aiko, drawing);
  await stage.house.kill();
  await cards(aiko).filter({ hasText: aiko.words.uploadLost }).waitFor();
  await line.pull();
  await stage.house.start();
  await line.plugIn();
  await until(async () => (await gone(aiko, drawing)) > drawing.buffer.length / 2, 'more of it to have gone');
  await stage.house.restart();
  await line.plugIn(0);
  await aiko.button(aiko.words.send).click();
  const { about } = await received(stage, 1);
  assert.equal(about[0].sha256, sha256(drawing.buffer));
});

story('A pasted picture is called by its time, and pasted cells stay text', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.button(aiko.words.attachFiles).waitFor();
  await paste(aiko.composer('general'), [{ ...picture, name: 'image.png' }]);
  await cards(aiko)
    .filter({ hasText: /paste_\d{8}_\d{6}\.png/ })
    .waitFor();
  await paste(aiko.composer('general'), [{ ...picture, name: 'image.png' }], '1\t2\t3');
  assert.equal(await cards(aiko).count(), 1);
  await aiko.button(aiko.words.send).click();
  const { message } = await received(stage, 1);
  assert.match(message.files[0].name, /^paste_\d{8}_\d{6}\.png$/);
  assert.equal(message.text, '');
});

story(
  'A file that is too large is refused in words before anything is asked',
  async (stage) => {
    const { aiko } = await stage.twoPeople();
    await aiko.button(aiko.words.attachFiles).waitFor();
    const asked = [];
    aiko.page.on('request', (request) => request.url().includes('/api/v1/uploads') && asked.push(request.url()));
    await choose(aiko, drawing);
    await cards(aiko).filter({ hasText: '4.0 MB' }).waitFor();
    assert.deepEqual(asked, []);
    await aiko.button(aiko.words.removeUpload(drawing.name)).click();
    await until(async () => (await cards(aiko).count()) === 0, 'the file to be gone');
  },
  { settings: { MAX_UPLOAD_SIZE: String(4 * 1024 * 1024) } },
);

story('After a reload an upload goes on by itself, and a sent message goes when it is there', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.button(aiko.words.attachFiles).waitFor();
  await slow(aiko.page, 2 * 1024 * 1024);
  await choose(aiko, drawing, notes);
  await half(aiko, drawing);
  await aiko.page.reload();
  await until(async () => (await cards(aiko).count()) === 2, 'both files to be in the composer again');
  await aiko.composer('general').fill('Once more');
  await aiko.page.keyboard.press('Enter');
  await progress(aiko, drawing).waitFor();
  await aiko.page.reload();
  await progress(aiko, drawing).waitFor();
  const { message, about } = await received(stage, 2);
  assert.equal(message.text, 'Once more');
  assert.equal(about[0].sha256, sha256(drawing.buffer));
  assert.equal(await cards(aiko).count(), 0);
});

story(
  'A file that the browser does not keep is chosen again after a reload, and no other file in its place',
  async (stage) => {
    const { aiko } = await stage.twoPeople();
    await aiko.page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
    await aiko.page.reload();
    const path = join(stage.house.folder, drawing.name);
    await writeFile(path, drawing.buffer);
    await aiko.button(aiko.words.attachFiles).waitFor();
    await slow(aiko.page, 2 * 1024 * 1024);
    await main(aiko).locator('input[data-attach]').setInputFiles(path);
    await half(aiko, drawing);
    await aiko.composer('general').fill('The drawing');
    await aiko.page.keyboard.press('Enter');
    await aiko.page.reload();

    const card = main(aiko).locator('.pending').getByRole('list', { name: aiko.words.attachedFiles });
    await card.getByText(/MB of 8\.0 MB · Interrupted/).waitFor();
    await main(aiko).getByText(aiko.words.waitsForChoice).waitFor();
    assert.ok((await gone(aiko, drawing)) > drawing.buffer.length / 8, 'what the server has is shown');
    const again = card.locator('input[type="file"]');
    await again.setInputFiles(notes);
    await card.getByText(aiko.words.uploadMistaken(drawing.name)).waitFor();
    assert.equal(await cards(aiko).count(), 0, 'the other file is attached nowhere');
    await again.setInputFiles(path);
    const { about } = await received(stage, 1);
    assert.equal(about[0].sha256, sha256(drawing.buffer));
  },
);

story('Aiko holds a file back, describes another, takes one away, and sends her text first', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const { words } = aiko;
  await aiko.button(words.attachFiles).waitFor();
  const line = await slow(aiko.page, 1024 * 1024);
  await choose(aiko, drawing, picture, notes);
  await half(aiko, drawing);
  await aiko.button(words.pauseUpload(drawing.name)).click();
  const held = await gone(aiko, drawing);
  await aiko.button(words.describeFile(picture.name)).click();
  const description = aiko.field(words.descriptionOf(picture.name));
  await description.fill('The entrance, seen from the street');
  await description.press('Enter');
  await aiko.button(words.removeUpload(notes.name)).click();
  await until(async () => (await cards(aiko).count()) === 2, 'the notes to be gone');
  assert.equal(await gone(aiko, drawing), held);
  await aiko.says('general', 'The plans follow');
  await aiko.button(words.sendTextNow).click();
  const ben = await Program.of(stage.house, stage.cast.ben);
  const general = await ben.channel('general');
  await until(async () => (await ben.history(general)).at(-1)?.text === 'The plans follow', 'the text to be there');
  await line.plugIn(0);
  await aiko.button(words.resumeUpload(drawing.name)).click();
  const { message, about } = await received(stage, 2);
  assert.equal(message.text, '');
  assert.equal(message.files[1].alt, 'The entrance, seen from the street');
  assert.equal(about[0].sha256, sha256(drawing.buffer));
});

story('A folder goes in messages of ten files, without what is hidden in it', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.button(aiko.words.attachFolder).waitFor();
  const folder = join(stage.house.folder, 'plans');
  await mkdir(join(folder, 'older'), { recursive: true });
  const names = Array.from({ length: 12 }, (_, i) => `plan ${i}.txt`);
  for (const name of ['.DS_Store', 'older/last year.txt', ...names]) await writeFile(join(folder, name), name);
  await main(aiko).locator('input[webkitdirectory]').setInputFiles(folder);
  await until(async () => (await cards(aiko).count()) === 13, 'thirteen files in the composer');
  await aiko.page.getByText(/^13 files · \d+ B · in 2 messages$/).waitFor();
  await aiko.says('general', 'All plans');
  const { message } = await received(stage, 10);
  assert.equal(message.text, 'All plans');
  const rest = await received(stage, 3);
  const sent = [message, rest.message].flatMap(({ files }) => files.map(({ name }) => name));
  assert.deepEqual(sent.sort(), [...names, 'last year.txt'].sort());
  const plans = aiko.articles('general').filter({ hasText: 'All plans' });
  await plans.hover();
  await aiko.button(aiko.words.delete, plans).click();
  await aiko.page.getByText('Its 10 files go with it, and links to them end.').waitFor();
});

story('The files of a folder come in the order of their names, are counted, and removed together', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.button(aiko.words.attachFiles).waitFor();
  const folder = join(stage.house.folder, 'plans');
  await mkdir(folder);
  for (const number of [10, 9, 2, 1]) await writeFile(join(folder, `plan ${number}.txt`), 'A plan\n');
  await dropPath(aiko, main(aiko), folder);
  await aiko.page.getByText('4 files · 28 B').waitFor();
  const names = await cards(aiko).evaluateAll((all) => all.map((one) => one.textContent.match(/plan \d+/)[0]));
  assert.deepEqual(names, ['plan 1', 'plan 2', 'plan 9', 'plan 10']);
  await aiko.button(aiko.words.removeAll).click();
  await until(async () => (await cards(aiko).count()) === 0, 'an empty composer');
});

story('A dropped folder brings what lies in its folders, and of one name twice both', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.button(aiko.words.attachFiles).waitFor();
  const folder = join(stage.house.folder, '図面');
  const plans = { 'plan.txt': 'top', 'old/plan.txt': 'old', 'old/2019/plan.txt': 'oldest', '.DS_Store': 'hidden' };
  await mkdir(join(folder, 'old', '2019'), { recursive: true });
  for (const [path, text] of Object.entries(plans)) await writeFile(join(folder, path), text);
  await dropPath(aiko, main(aiko), folder);
  await until(async () => (await cards(aiko).count()) === 3, 'three files in the composer');
  await aiko.button(aiko.words.send).click();
  const { about } = await received(stage, 3);
  const sums = ['top', 'old', 'oldest'].map((text) => sha256(Buffer.from(text)));
  assert.deepEqual(about.map((one) => one.sha256).sort(), sums.sort());
  assert.deepEqual(new Set(about.map(({ name }) => name)), new Set(['plan.txt']));
});

story('What falls on an open thread goes to the thread', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.says('general', 'Where are the notes?');
  const question = aiko.articles('general').filter({ hasText: 'Where are' });
  await question.hover();
  await aiko.button(aiko.words.reply, question).click();
  const pane = aiko.page.getByRole('complementary', { name: aiko.words.thread });
  await aiko.button(aiko.words.attachFiles, pane).waitFor();
  await drop(aiko, pane.getByRole('log'), [notes]);
  await pane.getByRole('list', { name: aiko.words.attachedFiles }).getByRole('listitem').waitFor();
  assert.equal(await cards(aiko).count(), 0);
  await aiko.button(aiko.words.send, pane).click();
  const ben = await Program.of(stage.house, stage.cast.ben);
  const [root] = await ben.history(await ben.channel('general'));
  const replies = () => ben.ask('GET', `/channels/${root.channel}/messages?thread=${root.id}`);
  const reply = await until(async () => (await replies()).items.find((one) => one.files), 'the reply to be there');
  assert.equal(reply.files[0].name, notes.name);
});

story('Another tab of Aiko’s leaves her uploads alone', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await aiko.button(aiko.words.attachFiles).waitFor();
  await slow(aiko.page, 1024 * 1024);
  await choose(aiko, drawing);
  await half(aiko, drawing);
  const other = await stage.anotherTab(aiko);
  await other.page.goto('/');
  await other.button(other.words.attachFiles).waitFor();
  await aiko.button(aiko.words.send).click();
  const { about } = await received(stage, 1);
  assert.equal(about[0].sha256, sha256(drawing.buffer));
  assert.equal(await cards(other).count(), 0);
});

story(
  'A file that is refused for its type can only be taken away',
  async (stage) => {
    const { aiko } = await stage.twoPeople();
    await aiko.button(aiko.words.attachFiles).waitFor();
    await choose(aiko, notes);
    const card = cards(aiko).first();
    await card.getByText('Files of this type are not taken here.', { exact: false }).waitFor();
    assert.equal(await aiko.button(aiko.words.retryUpload(notes.name)).count(), 0);
    await aiko.button(aiko.words.removeUpload(notes.name), card).click();
    await card.waitFor({ state: 'detached' });
  },
  { settings: { REFUSED_FILE_TYPES: '.txt' } },
);
