import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { Program } from '../support/api.mjs';
import { casts } from '../support/cast.mjs';
import { documents } from '../support/documents.mjs';
import { Firefox } from '../support/firefox.mjs';
import { sha256 } from '../support/files.mjs';
import { House, setupCode } from '../support/house.mjs';
import { Line } from '../support/line.mjs';
import { duration, media } from '../support/media.mjs';
import { png, wav } from '../support/samples.mjs';
import { until } from '../support/until.mjs';
import { Visitor } from '../support/visitor.mjs';
import { words as all } from '../support/words.mjs';

for (const language of ['en', 'ja']) {
  const story = (name, play) =>
    test(`In Firefox: ${name} (${language})`, { timeout: 180_000 }, async (t) => {
      const house = await House.open();
      const firefox = await Firefox.open(house, language);
      t.after(async () => {
        await firefox.close();
        await house.close();
      });
      const [words, cast] = [all[language], casts[language]];
      const aiko = new Visitor(await firefox.device(), words);
      const ben = new Visitor(await firefox.device(), words);
      await meet({ house, cast, words, aiko, ben });
      await play({ t, house, firefox, cast, words, aiko, ben });
      firefox.watch.check();
    });

  story('Aiko sets the house up, Ben joins with her code, they talk, and a restart costs nothing', talk);
  story('Aiko and Ben correct, react, answer in a thread, mention, write in private and jump', converse);
  story('Ben looks at pictures one after the other, and at a sound', look);
  story('Ben sends three files over a line that is pulled, all is looked at, and deleted it is gone', send);
  story('Ben reads a Word document and slides, each on a page of its own', read);
}

async function meet({ house, cast, words, aiko, ben }) {
  await aiko.page.goto(`${house.origin}/setup#${setupCode}`);
  await aiko.finds('heading', words.setUp);
  await aiko.types('textbox', words.organisation, cast.organisation);
  await aiko.types('textbox', words.workspaceName, cast.workspace);
  await aiko.introduces(cast.aiko);
  await aiko.clicks('button', words.createWorkspace);
  await aiko.says('Good morning, is anybody there?');
  await aiko.sees('Good morning, is anybody there?');
  await aiko.clicks('button', words.invitePeople);
  await aiko.clicks('button', words.createInvite);
  const code = await (
    await aiko.page.waitForSelector('[data-testid=invite-code]')
  ).evaluate((it) => it.textContent.trim());
  await aiko.page.keyboard.press('Escape');
  await until(async () => !(await aiko.has('dialog', words.invitePeople)), 'the dialog to close on Esc');

  await ben.page.goto(`${house.origin}/join/${code}`);
  await ben.clicks('button', words.createAccount);
  await ben.finds('heading', words.createAccount);
  await ben.introduces(cast.ben);
  await ben.clicks('button', words.createAccount);
  await ben.sees('Good morning, is anybody there?');
  await ben.says('I am. Good morning, Aiko!');
  await aiko.sees('I am. Good morning, Aiko!');
}

async function talk({ house, aiko, ben }) {
  const before = ['Shall we meet', 'at ten', 'in the small room?'];
  const [hers, his] = [['Hers in the dark 1', 'Hers in the dark 2'], ['His in the dark 1']];
  for (const text of before) await aiko.says(text);
  await house.kill();
  for (const text of hers) await aiko.says(text);
  for (const text of his) await ben.says(text);
  await house.restart();
  const wanted = [...before, ...hers, ...his];
  for (const one of [aiko, ben]) for (const text of wanted) await one.sees(text);
  const texts = (await ben.texts()).filter((text) => wanted.includes(text));
  assert.deepEqual([...texts].sort(), [...wanted].sort(), 'each once');
  assert.deepEqual(
    texts.filter((text) => !his.includes(text)),
    [...before, ...hers],
    'in her order',
  );
}

async function converse({ cast, words, aiko, ben }) {
  await aiko.says('The meeting is at tree.');
  await ben.sees('The meeting is at tree.');
  await aiko.page.keyboard.press('ArrowUp');
  await aiko.types('textbox', words.editMessage, ' Three, I mean.');
  await aiko.page.keyboard.press('Enter');
  await ben.sees('The meeting is at tree. Three, I mean.');

  await ben.does('Three, I mean.', words.addReaction);
  await ben.types('combobox', words.findEmoji, 'party popper');
  await ben.page.waitForSelector('[role=option]');
  await ben.page.keyboard.press('Enter');
  await aiko.inMessage('Three, I mean.', (it) => it.textContent.includes('🎉'));

  await ben.does('Three, I mean.', words.reply);
  await ben.finds('complementary', words.thread);
  await ben.page.keyboard.type('In which room?');
  await ben.page.keyboard.press('Enter');
  await aiko.inMessage('Three, I mean.', (it) => it.textContent.includes('In which room?'));
  await ben.page.keyboard.press('Escape');

  await ben.says('This was for another channel.');
  await ben.does('This was for another channel.', words.delete);
  await (await ben.page.waitForSelector('[role=alertdialog] .danger')).click();
  await until(async () => !(await aiko.texts()).includes('This was for another channel.'), 'it to be gone');

  await aiko.types('textbox', words.messageTo('general'), `@${cast.ben.username.slice(0, 2)}`);
  await aiko.page.waitForSelector('[role=listbox] [role=option]');
  await aiko.page.keyboard.press('Enter');
  await aiko.page.keyboard.type('the big one');
  await aiko.page.keyboard.press('Enter');
  await ben.inMessage('the big one', (it) => it.classList.contains('mentioned'));

  await aiko.page.keyboard.down('Control');
  await aiko.page.keyboard.press('k');
  await aiko.page.keyboard.up('Control');
  await aiko.types('combobox', words.jumpTo, cast.ben.username);
  await aiko.page.waitForSelector('dialog [role=option]');
  await aiko.page.keyboard.press('Enter');
  await aiko.types('textbox', words.messageToPerson(cast.ben.name), 'A word in private');
  await aiko.page.keyboard.press('Enter');
  await ben.clicks('link', cast.aiko.name);
  await ben.finds('textbox', words.messageToPerson(cast.aiko.name));
  await until(async () => (await ben.shown()).includes('A word in private'), 'her words to reach him');

  await ben.types('textbox', words.messageToPerson(cast.aiko.name), 'Not sent yet');
  await ben.clicks('link', 'general');
  await ben.finds('textbox', words.messageTo('general'));
  await ben.page.reload();
  await ben.clicks('link', cast.aiko.name);
  const composer = await ben.finds('textbox', words.messageToPerson(cast.aiko.name));
  await until(async () => (await composer.evaluate((it) => it.value)) === 'Not sent yet', 'his draft to be kept');
}

async function look({ house, cast, ben }) {
  const program = await Program.of(house, cast.aiko);
  const general = await program.channel('general');
  const pictures = [30, 210].map((hue, i) => [`現場 ${i + 1}.png`, png(900, 600, hue)]);
  await program.brings(general, '', ...pictures, ['tone.wav', wav(20)]);
  const first = await ben.page.waitForSelector('img[alt="現場 1.png"]');
  await until(() => first.evaluate((one) => one.complete && one.naturalWidth > 0), 'the picture to come');
  await (await ben.page.waitForSelector('button.open[title="現場 1.png"]')).focus();
  await ben.page.keyboard.press('Enter');
  await ben.finds('dialog', '現場 1.png');
  await ben.page.keyboard.press('ArrowRight');
  await ben.finds('dialog', '現場 2.png');
  await ben.page.keyboard.press('Escape');
  await until(
    () => ben.page.evaluate(() => document.activeElement?.getAttribute('title') === '現場 1.png'),
    'the focus to be back',
  );
  const sound = await ben.page.waitForSelector('audio');
  await until(() => sound.evaluate((one) => one.duration === 20), 'the length of the sound to be known');
  await sound.evaluate((one) => void (one.currentTime = 15));
  await until(() => sound.evaluate((one) => one.currentTime === 15 && !one.seeking), 'its end to be found');
}

/** Ben's page is at the other end of a slow line, so that a file is on its way when that is pulled. */
async function send({ t, house, firefox, cast, words, aiko, ben }) {
  const line = await Line.to(house, 3 << 20);
  const folder = await mkdtemp(join(tmpdir(), 'courtyard-firefox-files-'));
  t.after(async () => {
    line.close();
    await rm(folder, { recursive: true, force: true });
  });
  firefox.watch.hosts.push(new URL(line.origin).host);
  await ben.page.goto(line.origin);
  const films = await media();
  const files = {
    '一階.png': png(640, 480),
    '売上.csv': '品名,数量\nボールペン,12\n',
    'drive.webm': films['drive.webm'],
  };
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const path of paths) await writeFile(path, files[basename(path)]);

  await ben.finds('button', words.attachFiles);
  await (await ben.page.$('main input[data-attach]')).uploadFile(...paths);
  const bar = await ben.finds('progressbar', words.uploadProgress('drive.webm'));
  const sent = () => bar.evaluate((one) => one.value);
  await until(async () => (await sent()) > 1 << 20, 'a part of the film to have gone');
  line.pull();
  await until(async () => (await ben.attached()).includes(words.uploadLost), 'the page to say what it waits for');
  line.plugIn();
  await ben.says('All about the drive');
  await aiko.sees('All about the drive');
  const program = await Program.of(house, cast.aiko);
  const general = await program.channel('general');
  const message = (await program.history(general)).findLast((one) => one.text === 'All about the drive');
  for (const { id, name } of message.files) {
    const { sha256: sum } = await program.ask('GET', `/files/${id}`);
    assert.equal(sum, sha256(files[name]), name);
  }

  await aiko.coming('img[alt="一階.png"]', (one) => one.complete && one.naturalWidth > 0);
  await aiko.clicks('button', words.previewShow('売上.csv'));
  await aiko.coming('td', (one) => one.textContent === '品名');
  const film = await aiko.coming('video', (one) => one.videoWidth === 640);
  await film.evaluate((one, to) => void (one.currentTime = to), duration * 0.7);
  await aiko.coming('video', (one) => !one.seeking && one.currentTime > 0);

  const addresses = message.files.map(({ id }) => `/api/v1/files/${id}`);
  const statuses = () =>
    aiko.page.evaluate((all) => Promise.all(all.map(async (one) => (await fetch(one)).status)), addresses);
  assert.deepEqual(await statuses(), [200, 200, 200]);
  await ben.does('All about the drive', words.delete);
  await (await ben.page.waitForSelector('[role=alertdialog] .danger')).click();
  await until(async () => !(await aiko.texts()).includes('All about the drive'), 'it to be gone');
  assert.deepEqual(await statuses(), [404, 404, 404]);
}

async function read({ house, cast, ben }) {
  const program = await Program.of(house, cast.aiko);
  const general = await program.channel('general');
  const files = await documents();
  const words = { 'letter.docx': '株式会社かえで様', 'slides.pptx': '四半期のまとめ', 'letter.pdf': '' };
  for (const [name, sought] of Object.entries(words)) {
    const id = await program.upload(name, files[name]);
    await program.post(general, '', { files: [id] });
    await ben.page.goto(`${house.origin}/f/${id}`);
    if (sought) await until(() => framed(ben.page, sought), `${name} to be there`);
    else await ben.page.waitForSelector('img[alt]');
  }
}

/** Whether a document in a frame has these words and a size. */
async function framed(page, sought) {
  const frame = page.frames().find((one) => one.url().endsWith('/frame/workshop'));
  const has = (words) => document.body.innerText.includes(words) && document.body.offsetWidth > 200;
  return frame?.evaluate(has, sought).catch(() => false);
}
