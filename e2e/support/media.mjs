import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How long the film and the sound last, in seconds; the films for other programs last two. */
export const duration = 60;

const picture = ['-f', 'lavfi', '-i', `testsrc2=size=640x360:rate=10:duration=${duration}`];
const sound = ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${duration}`];

/** What ffmpeg makes of them: what every browser plays, what most play, and what none does. */
const kinds = {
  'drive.webm': [
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-cpu-used',
    '16',
    '-crf',
    '4',
    '-b:v',
    '2000k',
    '-c:a',
    'libopus',
  ],
  'drive.mp4': ['-t', '2', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
  'old.mp4': ['-t', '2', '-an', '-c:v', 'mpeg4'],
  'tone.ogg': ['-vn', '-c:a', 'libopus', '-b:a', '24k'],
};

let made;

/** Films and a sound as ffmpeg writes them, by their names; made once. */
export const media = () => (made ??= inFolder(makeMedia));

async function makeMedia(folder) {
  const outputs = Object.entries(kinds).flatMap(([name, how]) => [...how, join(folder, name)]);
  await run('ffmpeg', ['-v', 'error', ...picture, ...sound, ...outputs], { timeout: 60_000 });
  return Object.fromEntries(
    await Promise.all(Object.keys(kinds).map(async (name) => [name, await readFile(join(folder, name))])),
  );
}

/** A picture, given as PNG, as a telephone of Apple's keeps it. */
export const heic = (png) =>
  inFolder(async (folder) => {
    const [from, to] = [join(folder, 'photo.png'), join(folder, 'photo.heic')];
    await writeFile(from, png);
    await run('heif-enc', ['-q', '50', '-o', to, from], { timeout: 30_000 });
    return readFile(to);
  });

/** A folder for a program to work in, gone when it has. */
async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'courtyard-media-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
