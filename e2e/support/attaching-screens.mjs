import { dragOver, drop, noise } from './files.mjs';
import { png } from './samples.mjs';
import { others, some } from './looks.mjs';
import { until } from './until.mjs';
import { chat } from './ways.mjs';

/** The screens of files on their way. */
export const attaching = [
  { name: 'attaching', show: attached, in: some },
  { name: 'dropping', show: dropping, in: others },
  { name: 'sending-files', show: sending, in: others },
];

const mebibyte = 1024 * 1024;

/** Holds large uploads where they look alike every time: a part of them is gone, and the rest never goes. */
async function hold(page) {
  const tus = { 'Tus-Resumable': '1.0.0' };
  let held = 0;
  await page.route('**/api/v1/uploads', (route) => {
    if (Number(route.request().headers()['upload-length']) < mebibyte) return route.fallback();
    return route.fulfill({ status: 201, headers: { ...tus, Location: `/api/v1/uploads/held-${++held}` } });
  });
  await page.route('**/api/v1/uploads/held-*', (route) => {
    if (route.request().headers()['upload-offset'] !== '0') return; // on its way until the page is left
    return route.fulfill({ status: 204, headers: { ...tus, 'Upload-Offset': String(1.25 * mebibyte) } });
  });
}

/** Files of each kind in the composer. */
async function attached({ person, office }) {
  const { page } = person;
  await hold(page);
  await person.button(person.words.attachFiles).first().waitFor();
  const [picture, plan, notes, clip] = office.files;
  const file = (name, type, buffer) => ({ name, mimeType: type, buffer });
  await drop(person, page.locator('main'), [
    file(picture, 'image/png', png(320, 240)),
    file(plan, 'application/octet-stream', noise(3 * mebibyte)),
    file(notes, 'text/plain', noise(48 * 1024)),
    file(clip, 'video/mp4', noise(2 * mebibyte)),
  ]);
  for (const name of [plan, clip])
    await until(() => progress(page, person, name).then((value) => value > 0), `a part of ${name} to have gone`);
  await person.button(person.words.pauseUpload(clip)).click();
}

const progress = async (page, person, name) =>
  Number(await page.getByRole('progressbar', { name: person.words.uploadProgress(name) }).getAttribute('value'));

/** The same as a message that waits for them. */
async function sending(scene) {
  const { person, office } = scene;
  await attached(scene);
  await person.composer('general').fill(office.filesText);
  await person.button(person.words.send).first().click();
  await person.button(person.words.sendTextNow).waitFor();
}

/** The mouse over the channel, with files. */
async function dropping(scene) {
  const { person, office } = scene;
  await chat(scene);
  await person.button(person.words.attachFiles).first().waitFor();
  const files = [{ name: office.files[0], mimeType: 'image/png', buffer: png(8, 8) }];
  await dragOver(person, person.page.locator('main'), files);
}
