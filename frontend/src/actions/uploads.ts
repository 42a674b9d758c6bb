import { describe, giveUp, received, transfer } from '../api/uploads';
import { announcer } from '../state/announcer.svelte';
import type { Place } from '../state/drafts.svelte';
import { keepsFiles } from '../state/memory';
import { newNonce } from '../state/outbox.svelte';
import { outbox } from '../state/outgoing';
import { myId, session } from '../state/session.svelte';
import { Upload, uploads, type Kept } from '../state/uploads.svelte';
import { claim } from '../uploads/claim';
import { asJpeg, isHeic, type Develop } from '../uploads/photo';
import { Queue } from '../uploads/queue';
import { shelf } from '../uploads/shelf';
import { w } from '../words/index.svelte';
import { complain } from './complain';

const queue = new Queue(transfer, { keep, settled });

/** The server knows of it, or has all of it. */
function keep(upload: Upload) {
  uploads.keep(upload);
  void tell(upload);
}

function settled({ status, about }: Upload) {
  announcer.say(status === 'done' ? w.uploaded(about.name) : w.uploadFailed(about.name));
  outbox.flush();
}

const keyOf = ({ account, id }: Pick<Kept, 'account' | 'id'>) => `${account}.${id}`;

/** Attaches files to what is written in a place; what a reload interrupted goes on with the same file. */
export function attach(files: File[], place: Place) {
  for (const bytes of files) {
    const known = uploads.mine.find((one) => one.status === 'missing' && isSame(one, bytes));
    if (known) goOn(known, bytes);
    else void begin(bytes, place);
  }
}

/** Attaches them in their order, photos of phones as everybody can look at them, one after the other: each takes 50 MB while it is read. */
export async function attachDeveloped(files: File[], place: Place, develop?: Develop) {
  let others: File[] = [];
  for (const file of files) {
    if (isHeic(file)) {
      attach(others, place);
      others = [];
      attach([await asJpeg(file, develop)], place);
    } else others.push(file);
  }
  attach(others, place);
}

const isSame = ({ about }: Upload, { name, size, lastModified }: File) =>
  about.name === name && about.size === size && about.modified === lastModified;

async function begin(bytes: File, { channel, thread }: Place) {
  const { name, size, lastModified: modified } = bytes;
  const about = { id: newNonce(), account: myId(), channel, thread, name, size, modified };
  const upload = new Upload({ ...about, attached: uploads.next });
  upload.bytes = bytes;
  uploads.add(upload);
  if (size > session.limits.file_bytes) return refuse(upload);
  queue.add(upload);
  await hold(upload);
  await shelve(upload, bytes);
}

async function shelve(upload: Upload, bytes: File) {
  if (keepsFiles()) upload.shelved = await shelf.put(keyOf(upload.about), bytes);
}

function refuse(upload: Upload) {
  upload.fail('file_too_large', true);
  settled(upload);
}

/** Keeps other tabs from taking an upload; false where one has it. */
async function hold(upload: Upload): Promise<boolean> {
  const key = keyOf(upload.about);
  const leave = await claim(`courtyard.upload.${key}`);
  upload.release = () => {
    leave?.();
    void shelf.drop(key);
  };
  return leave !== null;
}

/** Goes on with an interrupted upload; another file than the interrupted one is not taken, and its card says so. */
export async function chooseAgain(upload: Upload, file: File, develop?: Develop) {
  const bytes = await asJpeg(file, develop);
  if (upload.status !== 'missing') return;
  if (isSame(upload, bytes)) return goOn(upload, bytes);
  upload.mistaken = true;
  announcer.say(w.uploadMistaken(upload.about.name));
}

function goOn(upload: Upload, bytes: File) {
  upload.mistaken = false;
  upload.bytes = bytes;
  queue.add(upload);
  void shelve(upload, bytes);
}

/** Takes over what a reload interrupted. */
export async function restoreUploads(account: number) {
  for (const kept of uploads.kept(account)) {
    if (uploads.ofAccount(account).some(({ about }) => about.id === kept.id)) continue;
    await restore(kept);
  }
  uploads.restored = account;
}

async function restore({ file, message, alt, sent = 0, status, ...about }: Kept) {
  const upload = new Upload(about);
  Object.assign(upload, { file, message, alt, told: file ? alt : '' });
  if (!(await hold(upload))) return;
  if (message && !outbox.entries.some((entry) => entry.nonce === message)) return uploads.drop([upload]);
  const bytes = await shelf.take(keyOf(about));
  upload.bytes = bytes ?? null;
  upload.shelved = bytes !== undefined;
  upload.status = status === 'done' || (status && bytes) ? status : 'missing';
  upload.sent = status === 'done' ? about.size : sent;
  uploads.add(upload);
  if (status === 'done') outbox.flush();
  else if (bytes && status !== 'paused') queue.add(upload);
  else void askHowFar(upload);
}

/** The server knows how much of what waits for its owner is there; what was kept has to do where it does not tell. */
async function askHowFar(upload: Upload) {
  if (!upload.file) return;
  const sent = await received(upload.about.account, upload.file).catch(() => upload.sent);
  if (upload.status === 'missing' || upload.status === 'paused') upload.sent = sent;
}

/** Whether leaving the page would interrupt what cannot go on by itself. */
export const wouldBeLost = (): boolean =>
  uploads.mine.some(({ status, shelved }) => !shelved && ['waiting', 'uploading', 'lost'].includes(status));

/** The connection is back. */
export const wakeUploads = () => queue.wake();

export function pause(upload: Upload) {
  queue.pause(upload);
  uploads.keep(upload);
}

/** Goes on with what was paused or has failed. */
export const resume = (upload: Upload) => queue.add(upload);

/** Takes files away, here and on the server, also from the messages that wait for them. */
export function cancel(list: Upload[]) {
  for (const upload of list) {
    queue.remove(upload);
    const { about, file, message } = upload;
    uploads.drop([upload]);
    if (message) outbox.detach(message, about.id);
    if (file) giveUp(about.account, file).catch(() => {}); // it expires by itself
  }
}

/** Says in words what a picture shows. */
export async function describePicture(upload: Upload, alt: string) {
  upload.alt = alt;
  uploads.keep(upload);
  await tell(upload);
}

/** Tells the server what it does not know of a picture's words, as soon as it knows of the picture. */
async function tell(upload: Upload) {
  const { file, alt, told } = upload;
  if (!file || alt === told) return;
  try {
    await describe(file, alt);
    upload.told = alt;
  } catch (thrown) {
    upload.alt = told;
    complain(thrown, () => describePicture(upload, alt));
  }
}

/** Sends the text of a message that waits, and leaves its files for the next one. */
export function sendTextNow(nonce: string) {
  const files = outbox.sendText(nonce);
  if (files) uploads.bind(uploads.of(files.uploads), files.nonce);
}

/** The account signs out here. */
export function forgetUploads(account: number) {
  const mine = uploads.ofAccount(account);
  for (const upload of mine) queue.remove(upload);
  uploads.drop(mine);
  void shelf.dropAll(`${account}.`);
}
