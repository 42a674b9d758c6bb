import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as crowded from './crowded.mjs';

const run = promisify(execFile);
const named = (names) =>
  names.map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`).join(' ');
const spaces = `${named(['office', 'text', 'table', 'style', 'presentation'])}
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
  xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"`;

const flat = (kind, body, styles = '', pages = '') => `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${spaces} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.${kind}">
<office:automatic-styles>${styles}</office:automatic-styles><office:master-styles>${pages}</office:master-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document>`;

const p = (text, style = '') => `<text:p${style && ` text:style-name="${style}"`}>${text}</text:p>`;
const away = (text) => `<text:a xlink:type="simple" xlink:href="https://elsewhere.example/">${text}</text:a>`;
const rows = (cells) =>
  cells
    .map(
      (row) =>
        `<table:table-row>${row.map((cell) => `<table:table-cell>${p(cell)}</table:table-cell>`).join('')}</table:table-row>`,
    )
    .join('');
const table = (name, cells) =>
  `<table:table table:name="${name}">${'<table:table-column/>'.repeat(cells[0].length)}${rows(cells)}</table:table>`;

const styles = `<style:style style:name="page" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
<text:list-style style:name="points"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
<style:list-level-properties text:space-before="0.5cm" text:min-label-width="0.6cm"/></text:list-level-style-bullet></text:list-style>`;

/** A letter with a heading, a link, points and a table, and then a page for each of so many. */
const letter = (pages) =>
  flat(
    'text',
    `<text:h text:outline-level="1">見積書</text:h>${p(`株式会社かえで様 ${away('ご案内')}`)}
    <text:list text:style-name="points"><text:list-item>${p('ボールペン')}</text:list-item><text:list-item>${p('ノート')}</text:list-item></text:list>
    ${table('明細', [
      ['品名', '数量', '金額'],
      ['ボールペン', '12', '1,440'],
    ])}
    ${Array.from({ length: pages - 1 }, (_, i) => p(`${i + 2}ページ目`, 'page') + p('本文が続きます。'.repeat(60)).repeat(6)).join('')}`,
    styles,
  );

const slide = (number, ...lines) =>
  `<draw:page draw:name="${number}"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="3cm"><draw:text-box>
  ${lines.map((line) => p(line)).join('')}</draw:text-box></draw:frame></draw:page>`;

const workbook = flat(
  'spreadsheet',
  table('売上', [
    ['品名', '数量'],
    ['ボールペン', '12'],
  ]) + table('明細', [['&lt;b&gt;second&lt;/b&gt;', '円']]),
);

const full = (kind, { body, styles, pages }) => flat(kind, body, styles, pages);

/** What is written, and into which documents LibreOffice makes it. */
const sources = {
  'letter.fodt': [letter(3), 'docx', 'pdf'],
  'book.fodt': [letter(500), 'docx'],
  'book.fods': [workbook, 'xlsx'],
  'slides.fodp': [
    flat('presentation', slide(1, '四半期のまとめ', away('資料はこちら')) + slide(2, '次の予定') + slide(3, '質問')),
    'pptx',
  ],
  'crowded.fodt': [full('text', crowded.letter), 'docx'],
  'crowded.fods': [full('spreadsheet', crowded.workbook), 'xlsx'],
  'crowded.fodp': [full('presentation', crowded.slides), 'pptx'],
};

let made;

/** Documents with Japanese text as LibreOffice writes them, by their names; made once. */
export const documents = () => (made ??= make());

async function make() {
  const folder = await mkdtemp(join(tmpdir(), 'courtyard-documents-'));
  try {
    const kinds = {};
    for (const [name, [text, ...endings]] of Object.entries(sources)) {
      await writeFile(join(folder, name), text);
      for (const ending of endings) (kinds[ending] ??= []).push(name);
    }
    const found = {};
    for (const [ending, names] of Object.entries(kinds)) Object.assign(found, await convert(folder, ending, names));
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** LibreOffice makes one kind of document at a time, and keeps a profile where it is told to. */
async function convert(folder, ending, names) {
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  const files = names.map((name) => join(folder, name));
  const how = ['--headless', '--norestore', '--convert-to', ending, '--outdir', folder, ...files];
  const { stdout, stderr } = await run('soffice', [profile, ...how], { timeout: 60_000 });
  const found = {};
  for (const name of names) {
    const document = name.replace(/\w+$/, ending);
    found[document] = await readFile(join(folder, document)).catch(() => {
      throw new Error(`LibreOffice made no ${document}:\n${stdout}${stderr}`);
    });
  }
  return found;
}
