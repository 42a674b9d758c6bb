import { createHash } from 'node:crypto';
import { until } from './until.mjs';

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that no program can shorten, the same ones each time. */
export function noise(size) {
  const bytes = Buffer.alloc(size);
  let state = 2_026;
  for (let at = 0; at + 4 <= size; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE(state, at);
  }
  return bytes;
}

/** What a mouse or the clipboard carries, made in the page. */
export function carried(page, files, text = '') {
  const plain = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, content: buffer.toString('base64') }));
  return page.evaluateHandle(
    ([list, words]) => {
      const data = new DataTransfer();
      for (const { name, mimeType, content } of list) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType, lastModified: 1_795_000_000_000 }));
      }
      if (words) data.setData('text/plain', words);
      return data;
    },
    [plain, text],
  );
}

/** Holds files over something of the page until that is ready to take them. */
export async function dragOver(person, target, files) {
  const dataTransfer = await carried(person.page, files);
  await until(async () => {
    await target.dispatchEvent('dragover', { dataTransfer });
    return person.page.getByText(person.words.dropHint).isVisible();
  }, 'the place for files');
  return dataTransfer;
}

export async function drop(person, target, files) {
  await target.dispatchEvent('drop', { dataTransfer: await dragOver(person, target, files) });
}

/** Drops what lies at a path of this machine, a folder with all that is in it, as the mouse does. */
export async function dropPath(person, target, path) {
  const { x, y, width, height } = await target.boundingBox();
  const devtools = await person.page.context().newCDPSession(person.page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const move = (type) => devtools.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
  await move('dragEnter');
  await until(async () => {
    await move('dragOver');
    return person.page.getByText(person.words.dropHint).isVisible();
  }, 'the place for files');
  await move('drop');
}

export async function paste(field, files, text = '') {
  const clipboardData = await carried(field.page(), files, text);
  await field.evaluate(
    (area, data) => area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })),
    clipboardData,
  );
}

/** What a person's device sends takes its time from here on: so many bytes a second; 0 is as fast as it can. */
export async function slow(page, bytesPerSecond) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const set = (offline, rate) =>
    devtools.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: rate || -1,
    });
  await set(false, bytesPerSecond);
  return { pull: () => set(true, bytesPerSecond), plugIn: (rate = bytesPerSecond) => set(false, rate) };
}
