import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { Program } from '../support/api.mjs';
import { casts } from '../support/cast.mjs';
import { CutLine } from '../support/cut.mjs';
import { noise, sha256 } from '../support/files.mjs';
import { House, setupCode } from '../support/house.mjs';
import { until } from '../support/until.mjs';

/** The very client that the browser side uploads with. */
const tus = createRequire(new URL('../../frontend/package.json', import.meta.url))('tus-js-client');

const MiB = 1024 * 1024;
/** What is lost at most by a reset, of what the server has not read, and by a kill, of what it has not acknowledged. */
const lost = 4 * MiB;
const tusHeaders = { 'Tus-Resumable': '1.0.0' };

/** A house without browsers, with Aiko's program in it. */
function story(name, play) {
  test(name, { timeout: 120_000 }, async (t) => {
    const house = await House.open();
    t.after(() => house.close());
    const { organisation, workspace, aiko } = casts.en;
    await house.creates('/setup', { setup_code: setupCode, organisation, workspace, ...aiko }, '');
    await play({ t, house, aiko: await Program.of(house, aiko) });
  });
}

/** An upload over a line, with what was said on it: how many bytes the server told of, and from where the client went on. */
function begins(aiko, bytes, { origin = aiko.house.origin, name = 'plan.bin', again } = {}) {
  const said = { told: [], wentOn: [], sent: 0 };
  const ended = new Promise((done, failed) => {
    said.upload = new tus.Upload(bytes, {
      ...(again ? { uploadUrl: again } : { endpoint: `${origin}/api/v1/uploads` }),
      headers: { Authorization: `Bearer ${aiko.token}` },
      httpStack: new tus.DefaultHttpStack({ ca: aiko.house.root }),
      metadata: { filename: name },
      storeFingerprintForResuming: false,
      retryDelays: Array(400).fill(50),
      onBeforeRequest: (request) => {
        if (request.getMethod() === 'PATCH') said.wentOn.push(Number(request.getHeader('Upload-Offset')));
      },
      onAfterResponse: (request, answer) => {
        if (request.getMethod() === 'HEAD' && answer.getStatus() === 200)
          said.told.push(Number(answer.getHeader('Upload-Offset')));
      },
      onProgress: (sent) => (said.sent = sent),
      onSuccess: () => done(Number(said.upload.url.split('/').at(-1))),
      onError: failed,
    });
  });
  said.upload.start();
  return Object.assign(said, { ended });
}

const stateOf = (aiko, id) =>
  aiko.house.ask('HEAD', `/api/v1/uploads/${id}`, { token: aiko.token, headers: tusHeaders });

const partsIn = (house) => readdir(join(house.folder, 'data', 'uploads', 'unfinished'));

/** A piece of an upload as no client of ours would send it. */
const sends = (aiko, id, bytes, offset, headers) =>
  aiko.house.ask('PATCH', `/api/v1/uploads/${id}`, {
    token: aiko.token,
    bytes,
    headers: {
      ...tusHeaders,
      'Content-Type': 'application/offset+octet-stream',
      'Content-Length': bytes.length,
      'Upload-Offset': offset,
      ...headers,
    },
  });

async function announces(aiko, size) {
  const headers = { ...tusHeaders, 'Upload-Length': size };
  const begun = await aiko.house.ask('POST', '/api/v1/uploads', { token: aiko.token, headers });
  assert.equal(begun.status, 201, begun.text);
  return { id: Number(begun.headers.location.split('/').at(-1)), begun };
}

story(
  'Files arrive whole over lines that are cut again and again, and from a server that was killed',
  async (stage) => {
    const { t, house, aiko } = stage;
    const bytes = noise(24 * MiB);
    const cuts = 4;
    const sizes = [24, 20, 17, 23, 19].map((size, i) => size * MiB - i * 997);
    const uploads = [];
    for (const [i, size] of sizes.entries()) {
      const line = await CutLine.to(house, { seed: 2_026 + i, cuts, from: MiB, to: 4 * MiB });
      t.after(() => line.close());
      const mine = bytes.subarray(0, size);
      uploads.push({ line, mine, ...begins(aiko, mine, { origin: line.origin, name: `plan ${i}.bin` }) });
    }
    await until(() => uploads.some(({ line }) => line.cuts > 1), 'lines to be cut');
    await house.kill();
    await house.start();
    for (const { line, mine, ended, told, wentOn } of uploads) {
      const about = await aiko.ask('GET', `/files/${await ended}`);
      assert.equal(about.sha256, sha256(mine));
      assert.equal(line.cuts, cuts);
      assert.deepEqual(
        wentOn.slice(1),
        told.slice(told.length - wentOn.length + 1),
        'it goes on from where the server said',
      );
      assert.deepEqual(
        told,
        told.toSorted((a, b) => a - b),
        'what was acknowledged is not taken back',
      );
      const twice = line.sent - mine.length;
      assert.ok(
        twice < mine.length / 100 + (line.resets + 1) * lost,
        `${twice} bytes of ${mine.length} were sent twice`,
      );
    }
    assert.deepEqual(await partsIn(house), []);
  },
);

story('An upload that is given up leaves nothing behind', async ({ house, aiko }) => {
  const line = await CutLine.to(house, { seed: 1, cuts: 1, from: 2 * MiB, to: 3 * MiB });
  const one = begins(aiko, noise(8 * MiB), { origin: line.origin });
  await until(() => line.cuts === 1 && one.told.length > 0, 'a part of it to be there');
  const id = Number(one.upload.url.split('/').at(-1));
  await one.upload.abort(true);
  line.close();
  assert.equal((await stateOf(aiko, id)).status, 404);
  await until(async () => (await partsIn(house)).length === 0, 'its bytes to be gone');
});

story(
  'A piece that changed on its way, or stands elsewhere, is refused, and the upload goes on',
  async ({ house, aiko }) => {
    const bytes = noise(MiB);
    const { id, begun } = await announces(aiko, bytes.length);
    const days = (Date.parse(begun.headers['upload-expires']) - Date.now()) / 86_400_000;
    assert.ok(days > 6.9 && days < 7.1, `it waits for a week, not ${days} days`);
    const sum = Buffer.from(sha256(bytes.subarray(0, 1000)), 'hex').toString('base64');
    const changed = await sends(aiko, id, bytes.subarray(1, 1001), 0, { 'Upload-Checksum': `sha256 ${sum}` });
    assert.deepEqual([changed.status, changed.body.code], [460, 'checksum_wrong']);
    assert.equal((await stateOf(aiko, id)).headers['upload-offset'], '0');
    const first = await sends(aiko, id, bytes.subarray(0, 1000), 0, { 'Upload-Checksum': `sha256 ${sum}` });
    assert.deepEqual([first.status, first.headers['upload-offset']], [204, '1000']);
    for (const elsewhere of [0, 999, 1001]) {
      const refused = await sends(aiko, id, bytes.subarray(elsewhere, 2000), elsewhere);
      assert.deepEqual([refused.status, refused.body.code], [409, 'offset_wrong']);
    }
    const rest = begins(aiko, bytes, { again: `${house.origin}/api/v1/uploads/${id}` });
    assert.equal(await rest.ended, id);
    assert.deepEqual([rest.told, rest.wentOn], [[1000], [1000]]);
    assert.equal((await aiko.ask('GET', `/files/${id}`)).sha256, sha256(bytes));
  },
);
