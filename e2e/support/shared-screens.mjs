import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { documents } from './documents.mjs';
import { details } from './files-screens.mjs';
import { others, some } from './looks.mjs';
import { offices } from './office.mjs';
import { png } from './samples.mjs';
import { until } from './until.mjs';
import { openList } from './ways.mjs';

const run = promisify(execFile);

/** The screens of files on a page of their own, of links to them, and of the pictures of people, workspaces and emoji. */
export const shared = [
  { name: 'file-page', show: page(letter), in: some },
  { name: 'mail', show: page(mail), in: others },
  { name: 'archive', show: page(archive), in: some },
  { name: 'share-file', show: sharing, in: others, undo: unshare },
  { name: 'file-links', show: links, in: some, undo: unshare },
  { name: 'shared', show: outsider, in: others, outside: true, undo: unshare },
  { name: 'pictures', show: pictures, in: some, undo: unpicture },
  { name: 'own-emoji', show: emojiList, in: others, undo: unmake },
  { name: 'own-emoji-picker', show: picker, in: some, undo: unmake },
];

const said = {
  en: {
    mail: 'Crane inspection on Thursday.eml',
    head: 'From: Kobe Cranes <service@cranes.example>\nTo: Aiko Sato <aiko@harbour.example>\nCc: Ben Carter <ben@harbour.example>',
    subject: 'Crane inspection on Thursday',
    text: 'Dear Ms Sato,\n\nour inspector comes on Thursday at three. Please keep gate 4 free\nfrom two o’clock on. The protocol of last year is attached.\n\nKind regards\nKobe Cranes',
    attached: 'Protocol 2025.txt',
    folder: 'Gate 4',
    entries: ['Plan.txt', 'Photos/Stairs.txt', 'Photos/Slot 14.txt', 'Read me.txt'],
    emoji: { crane: 40, done: 130, ship: 220 },
  },
  ja: {
    mail: 'クレーン点検のご案内.eml',
    head: 'From: 神戸クレーン <service@cranes.example>\nTo: 佐藤 愛子 <aiko@harbour.example>\nCc: 田中 健 <ben@harbour.example>',
    subject: '木曜日のクレーン点検について',
    text: '佐藤様\n\nいつもお世話になっております。\n木曜日の15時に点検員が伺います。14時以降は4番ゲートを空けておいて\nいただけますでしょうか。昨年の点検記録を添付いたします。\n\n神戸クレーン株式会社',
    attached: '点検記録2025.txt',
    folder: '4番ゲート',
    entries: ['平面図.txt', '写真/階段.txt', '写真/14番岸壁.txt', 'お読みください.txt'],
    emoji: { otsukare: 40, ryokai: 130, minato: 220 },
  },
};
const wordsOf = (office) => said[office === offices.ja ? 'ja' : 'en'];

async function letter({ office }) {
  return [office.drawings.letter, (await documents())['letter.docx']];
}

function mail({ office }) {
  const { mail, head, subject, text, attached } = wordsOf(office);
  const lines = [
    `${head}\nSubject: ${subject}\nDate: Wed, 11 Nov 2026 09:30:00 +0900\nMIME-Version: 1.0`,
    'Content-Type: multipart/mixed; boundary=b\n',
    `--b\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`,
    `--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="${attached}"\n\n${'-'.repeat(4000)}\n--b--\n`,
  ];
  return [mail, Buffer.from(lines.join('\n').replaceAll('\n', '\r\n'))];
}

async function archive({ office }) {
  const { folder: name, entries } = wordsOf(office);
  const folder = await mkdtemp(join(tmpdir(), 'courtyard-screens-'));
  try {
    const day = ['-d', '2026-11-11 09:30'];
    for (const [i, entry] of entries.entries()) {
      await run('mkdir', ['-p', join(folder, name, entry, '..')]);
      await writeFile(join(folder, name, entry), 'x'.repeat(1800 * (i + 1)));
      await run('touch', [...day, join(folder, name, entry)]);
    }
    await run('zip', ['-q', '-r', '-D', 'all.zip', name], { cwd: folder });
    return [`${name}.zip`, await readFile(join(folder, 'all.zip'))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The page of a file that hangs on no message: only who brought it sees it, and no other screen shows it. */
function page(make) {
  return async (scene) => {
    const { person, programs } = scene;
    const [name, bytes] = await make(scene);
    await person.page.goto(`/f/${await programs[0].upload(name, bytes)}`);
    const inside = {
      letter: () => person.page.frameLocator('iframe').getByText('1,440'),
      mail: () => person.page.getByText(wordsOf(scene.office).attached),
      archive: () => person.page.getByRole('cell', { name: wordsOf(scene.office).entries.at(-1) }),
    };
    await inside[make.name]().waitFor();
  };
}

/** Lets moderators and up share files, and gives the letter of the office. */
async function letShare({ programs, office }) {
  const [program] = programs;
  const channel = await program.channel(office.drawings.channel);
  await program.ask('PATCH', `/workspaces/${channel.workspace}`, { file_links: 'moderators' });
  const files = (await program.history(channel)).flatMap((message) => message.files ?? []);
  return files.find(({ name }) => name === office.drawings.letter);
}

async function unshare({ programs, office }) {
  const [program] = programs;
  const { workspace } = await program.channel(office.drawings.channel);
  for (const { id } of (await program.ask('GET', `/workspaces/${workspace}/links`)).items)
    await program.ask('DELETE', `/links/${id}`);
  await program.ask('PATCH', `/workspaces/${workspace}`, { file_links: 'nobody' });
}

/** A link was just made; its address is the same one on every picture. */
async function sharing(scene) {
  const { person } = scene;
  const { words } = person;
  await letShare(scene);
  await details(scene);
  await person.button(`${words.shareFile}…`).click();
  const dialog = person.dialog(words.shareFile);
  await dialog.getByRole('spinbutton').fill('3');
  await person.button(words.createLink, dialog).click();
  const address = `https://courtyard.office.example:8443/shared#${'x7Qm4'.repeat(8)}q2A`;
  await person.field(words.newLink, dialog).evaluate((field, one) => (field.value = one), address);
  await dialog.getByRole('listitem').waitFor();
}

async function links(scene) {
  const { person, programs } = scene;
  const { id } = await letShare(scene);
  await person.button(person.words.emoji).last().waitFor();
  await programs[0].ask('POST', `/files/${id}/links`, { max_downloads: 3 });
  await programs[1].ask('POST', `/files/${id}/links`, {});
  await openList(person);
  await person.button(person.words.workspaceSettings).click();
  await person.button(person.words.fileLinks).click();
  const dialog = person.dialog(person.words.fileLinks);
  await until(async () => (await dialog.getByRole('listitem').count()) === 2, 'both links');
}

async function outsider(scene) {
  const { id, name } = await letShare(scene);
  const { secret } = await scene.programs[0].ask('POST', `/files/${id}/links`, { max_downloads: 3 });
  await scene.person.page.goto(`/shared#${secret}`);
  await scene.person.heading(name).waitFor();
}

const faces = [0, 1, 2, 4];

async function pictures(scene) {
  const { person, programs, office } = scene;
  await person.button(person.words.emoji).last().waitFor();
  for (const who of faces) {
    const picture = await programs[who].upload('me.png', png(256, 256, 70 * who));
    await programs[who].ask('PATCH', '/me', { picture });
  }
  const { id } = await programs[0].workspace(office.workspace);
  const picture = await programs[0].upload('us.png', png(256, 256, 200));
  await programs[0].ask('PATCH', `/workspaces/${id}`, { picture });
  const shown = person.log('general').locator('.avatar img');
  await until(() => shown.evaluateAll((all) => all.length > 2 && all.every((one) => one.complete)), 'the pictures');
}

async function unpicture({ programs, office }) {
  for (const who of faces) await programs[who].ask('PATCH', '/me', { picture: 0 });
  const { id } = await programs[0].workspace(office.workspace);
  await programs[0].ask('PATCH', `/workspaces/${id}`, { picture: 0 });
}

async function make({ programs, office }) {
  const [program] = programs;
  const { id } = await program.workspace(office.workspace);
  for (const [name, hue] of Object.entries(wordsOf(office).emoji)) {
    const file = await program.upload(`${name}.png`, png(128, 128, hue));
    await program.ask('POST', `/workspaces/${id}/emoji`, { name, file });
  }
  return Object.keys(wordsOf(office).emoji);
}

async function unmake({ programs, office }) {
  const { id } = await programs[0].workspace(office.workspace);
  for (const name of Object.keys(wordsOf(office).emoji))
    await programs[0].ask('DELETE', `/workspaces/${id}/emoji/${name}`);
}

const come = (place) =>
  until(
    () => place.locator('img').evaluateAll((all) => all.length > 2 && all.every((one) => one.complete)),
    'the emoji to come',
  );

async function emojiList(scene) {
  const { person } = scene;
  await make(scene);
  await person.button(person.words.emoji).last().waitFor();
  await openList(person);
  await person.button(person.words.workspaceSettings).click();
  await person.button(person.words.ownEmoji).click();
  await come(person.dialog(person.words.ownEmoji));
}

async function picker(scene) {
  const { person } = scene;
  await make(scene);
  await person.button(person.words.emoji).last().click();
  await come(person.dialog(person.words.emoji).getByRole('group', { name: person.words.ownEmoji }));
}
