import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { isAccessible } from '../support/accessible.mjs';
import { shown } from '../support/previews.mjs';
import { story } from '../support/story.mjs';

/** A text in a charset, as the system's own converter writes it. */
const inLetters = (charset, text) => execFileSync('iconv', ['-f', 'UTF-8', '-t', charset], { input: text });
const jis = (text) => inLetters('ISO-2022-JP', text);
const word = (bytes) => `=?ISO-2022-JP?B?${bytes.toString('base64')}?=`;

/** A mail of pieces, with the line ends of the network. */
const mail = (...pieces) =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece.replace(/\n/g, '\r\n')) : piece)));

story('A mail in ISO-2022-JP shows who wrote what to whom, and what hangs on it', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const name = [...jis('議事録.txt')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const bytes = mail(
    `From: ${word(jis('山田 花子'))} <yamada@office.example>\nTo: aiko@office.example\n`,
    `Cc: ${word(jis('営業部'))} <sales@office.example>\nDate: Wed, 01 Apr 2026 09:30:00 +0900\n`,
    `Subject: ${word(jis('会議の'))}\n ${word(jis('件について'))}\nMIME-Version: 1.0\n`,
    'Content-Type: multipart/mixed; boundary="=_1"\n\n--=_1\nContent-Type: text/plain; charset=ISO-2022-JP\n\n',
    jis('お世話になっております。\r\n議事録をお送りします。\r\n'),
    Buffer.from('\x1b(IC=D\x1b(B\r\n', 'latin1'), // half-width katakana
    `--=_1\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n`,
    `Content-Disposition: attachment; filename*=ISO-2022-JP''${name}\n\n${Buffer.alloc(2048).toString('base64')}\n--=_1--\n`,
  );
  const card = await shown(stage, aiko, '連絡.eml', bytes);
  await card.getByText('会議の件について', { exact: true }).waitFor();
  await card.getByText('お世話になっております。').waitFor();
  await card.getByText('ﾃｽﾄ').waitFor();
  for (const text of ['山田 花子', 'yamada@office.example', '営業部', 'sales@office.example']) {
    await card.getByText(text, { exact: true }).waitFor();
  }
  await card.getByRole('list', { name: aiko.words.mailAttachments }).getByText('議事録.txt').waitFor();
  await card.getByText('2.0 KB').waitFor();
  assert.equal(await card.getByRole('combobox', { name: aiko.words.charset }).inputValue(), 'ISO-2022-JP');
  await isAccessible(aiko, 'mail');
  await aiko.button(aiko.words.previewSource, card).click();
  await card.getByText('MIME-Version: 1.0').waitFor();
});

story('A mail that says a wrong charset is read in the right one after a choice', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const head = 'Subject: plain\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: base64\n\n';
  const wrong = mail(head, inLetters('CP932', '見積書①を添付します').toString('base64'));
  const card = await shown(stage, aiko, 'wrong.eml', wrong);
  const charset = card.getByRole('combobox', { name: aiko.words.charset });
  await charset.waitFor();
  assert.equal(await charset.inputValue(), 'windows-1252');
  await charset.selectOption('Shift_JIS');
  await card.getByText('見積書①を添付します').waitFor();

  const silent = mail('Subject: ', inLetters('CP932', '請求書の件'), '\n\n', inLetters('CP932', '確認をお願いします'));
  const other = await shown(stage, aiko, 'silent.eml', silent);
  await other.getByText('請求書の件', { exact: true }).waitFor();
  await other.getByText('確認をお願いします').waitFor();
});

story('Of a mail in HTML only the text is shown, and a broken one says so', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const html =
    '<p>Dear Aiko</p><script>parent.ran = true</script><img src="https://elsewhere.example/seen.png" onerror="parent.ran = true">';
  const card = await shown(stage, aiko, 'page.eml', mail(`From: x@y\nContent-Type: text/html\n\n${html}\n`));
  await card.getByText('Dear Aiko').waitFor();
  await card.getByText(aiko.words.mailTextOnly).waitFor();
  assert.equal(await card.locator('img, iframe').count(), 0);
  assert.equal(await aiko.page.evaluate(() => window.ran), undefined);

  const levels = Array.from({ length: 200 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`);
  const nest = mail('From: x@y\nSubject: in one another\n', ...levels);
  const broken = await shown(stage, aiko, 'broken.eml', nest);
  await broken.getByRole('alert').waitFor();
});
