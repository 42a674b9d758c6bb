import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAccessible } from '../support/accessible.mjs';
import { put, shown } from '../support/previews.mjs';
import { story } from '../support/story.mjs';

/** A folder for a program to work in, gone when the story ends. */
function desk(stage) {
  const folder = mkdtempSync(join(tmpdir(), 'courtyard-archives-'));
  stage.t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Has a program write an archive of what is in a folder; gives its bytes. */
function packed(folder, program, ...options) {
  // Without a language the programs write names as the bytes that they are.
  execFileSync(program, options, { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } });
  return readFileSync(
    join(
      folder,
      options.find((option) => /\.(zip|tar\.gz)$/.test(option)),
    ),
  );
}

/** "見積書" in CP932 and in EUC-JP. */
const quotation = { windows: Buffer.from('8ca990cf8f91', 'hex'), unix: Buffer.from('b8abc0d1bdf1', 'hex') };
const path = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));

const files = (person, card) => card.getByRole('table').getByRole('cell', { name: person });

story('A zip from Windows is listed in its folders, with names whose charset may be changed', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const folder = desk(stage);
  mkdirSync(path(folder, '/', quotation.windows));
  writeFileSync(path(folder, '/', quotation.windows, '/', quotation.windows, '.txt'), 'x'.repeat(2048));
  writeFileSync(join(folder, 'README.md'), 'read me');
  const zip = packed(folder, 'zip', '-q', '-r', 'all.zip', '.');

  const card = await shown(stage, aiko, '書類.zip', zip);
  await files('見積書.txt', card).waitFor();
  await card.getByText('2 files, 1 folder · 2.0 KB').waitFor();
  await isAccessible(aiko, 'archive');
  const branch = card.getByRole('button', { name: '見積書' });
  assert.equal(await branch.getAttribute('aria-expanded'), 'true');
  await branch.click();
  await files('見積書.txt', card).waitFor({ state: 'detached' });
  await branch.click();

  const charset = card.getByRole('combobox', { name: aiko.words.charset });
  assert.equal(await charset.inputValue(), 'Shift_JIS');
  await charset.selectOption('EUC-JP');
  await files('見積書.txt', card).waitFor({ state: 'detached' });
  await charset.selectOption('Shift_JIS');
  await files('見積書.txt', card).waitFor();
});

story('A packed tar is listed, and a long list in pieces', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const folder = desk(stage);
  mkdirSync(join(folder, 'all'));
  writeFileSync(path(folder, '/all/', quotation.unix), 'words');
  for (let i = 1; i <= 400; i++) writeFileSync(join(folder, 'all', `${i}.csv`), String(i));
  const tar = packed(folder, 'tar', '-czf', 'all.tar.gz', 'all');

  const card = await shown(stage, aiko, 'all.tar.gz', tar);
  await files('1.csv', card).first().waitFor();
  assert.equal(await card.getByRole('combobox', { name: aiko.words.charset }).inputValue(), 'EUC-JP');
  await files('見積書', card).waitFor({ state: 'detached' });
  await card.getByRole('button', { name: aiko.words.entriesMore }).click();
  await files('見積書', card).waitFor();
});

story('What is wrong with an archive is said in words', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const folder = desk(stage);
  const { words } = aiko;
  writeFileSync(join(folder, 'plan.txt'), 'a plan');
  const locked = packed(folder, 'zip', '-q', '-P', 'secret', 'locked.zip', 'plan.txt');
  let card = await shown(stage, aiko, 'locked.zip', locked);
  await card.getByText(words.archiveLocked).waitFor();
  await card.getByRole('img', { name: 'Encrypted' }).waitFor();

  card = await shown(stage, aiko, 'cut.zip', locked.subarray(0, 60));
  await card.getByText(words.archiveBroken).waitFor();

  writeFileSync(join(folder, 'zeros'), Buffer.alloc(20 << 20));
  card = await shown(stage, aiko, 'bomb.tar.gz', packed(folder, 'tar', '-czf', 'bomb.tar.gz', 'zeros'));
  await card.getByText(words.archiveBomb).waitFor();
  await files('zeros', card).waitFor();

  packed(folder, 'zip', '-q', 'empty.zip', 'plan.txt');
  card = await shown(stage, aiko, 'empty.zip', packed(folder, 'zip', '-q', '-d', 'empty.zip', 'plan.txt'));
  await card.getByText(words.archiveEmpty).waitFor();

  card = await put(stage, aiko, 'other.7z', Buffer.from('377abcaf271c0004', 'hex'));
  await card.getByText(words.archiveUnlisted).waitFor();
  assert.equal(await aiko.button(words.previewShow('other.7z'), card).count(), 0);
});
