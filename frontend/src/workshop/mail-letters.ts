import { bare } from './html-text';
import { mailCharsets } from './mail-charsets';

/** A charset by the name that we give it; one that is foreign here keeps its own. */
const named = (label: string) => mailCharsets.find(([, spelled]) => spelled.test(label.toLowerCase()))?.[0] ?? label;

const isPlain = (bytes: Uint8Array) => bytes.every((byte) => byte < 0x80 && byte !== 0x1b);

/** Seven-bit text that changes into a Japanese set (RFC 1468), or into half-width katakana. */
function shifts(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte >= 0x80)) return false;
  return /\x1b(\$[@B(]|\([IJ])/.test(new TextDecoder().decode(bytes)); // eslint-disable-line no-control-regex -- they begin with Escape
}

/** How much bytes look like Japanese when they are read in a charset. */
function worth(bytes: Uint8Array, charset: string): number {
  const text = new TextDecoder(charset).decode(bytes);
  const count = (letters: RegExp) => text.match(letters)?.length ?? 0;
  return 3 * count(/[ぁ-ヶー]/g) + count(/\p{Script=Han}/gu) - 2 * count(/[｡-ﾟ]/g) - 20 * count(/\ufffd/g);
}

/** Guesses in which charset a text is, whose last letter may be cut. */
export function guess(bytes: Uint8Array): string {
  if (shifts(bytes)) return 'ISO-2022-JP';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'UTF-8';
  } catch {
    const [windows, unix] = [worth(bytes, 'shift_jis'), worth(bytes, 'euc-jp')];
    if (Math.max(windows, unix) <= 0) return 'windows-1252';
    return windows >= unix ? 'Shift_JIS' : 'EUC-JP';
  }
}

/** How much of a part is looked at to guess its charset, in bytes. */
const sample = 16 << 10;

/** The bytes that a part, or its beginning, packs. */
function unpacked(body: Uint8Array, encoding: string): Uint8Array {
  if (!/base64|quoted-printable/i.test(encoding)) return body;
  let text = new TextDecoder('latin1').decode(body);
  if (/base64/i.test(encoding)) {
    text = text.replace(/[^\w+/]/g, '');
    text = atob(text.length % 4 === 1 ? text.slice(0, -1) : text);
  } else {
    text = text.replace(/=\r?\n/g, '').replace(/=([\da-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  }
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

const parameter = (field: string, name: string): string => {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(field);
  return found?.[1] ?? found?.[2] ?? '';
};

/** Encoded words in ISO-2022-JP, each of which may end in a shift that the next one begins with: browsers count two shifts in a row as an error. */
const shifted = /=\?iso-2022-jp[^?\s]*\?([bq])\?([^?\s]*)\?=/gi;

function unshifted(text: string): string {
  return text.replace(shifted, (word, way: string, inside: string) => {
    try {
      const encoding = /b/i.test(way) ? 'base64' : 'quoted-printable';
      const bytes = unpacked(new TextEncoder().encode(inside.replaceAll('_', ' ')), encoding);
      const plain = new TextEncoder().encode(new TextDecoder('iso-2022-jp').decode(bytes));
      return `=?utf-8?B?${btoa(String.fromCharCode(...plain))}?=`;
    } catch {
      return word;
    }
  });
}

function decoded(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes); // nobody knows that charset
  }
}

/** How many bytes a part packs. */
function unpackedSize(body: Uint8Array, encoding: string): number {
  if (/base64/i.test(encoding)) {
    let letters = 0;
    for (const byte of body) if (byte > 32 && byte !== 61) letters++;
    return Math.floor((letters * 3) / 4);
  }
  const end = body.length - (body.at(-1) === 10 ? (body.at(-2) === 13 ? 2 : 1) : 0); // the last line break is the boundary's
  if (!/quoted-printable/i.test(encoding)) return end;
  let size = end;
  for (let at = 0; at < end; at++) {
    if (body[at] === 61) size -= body[at + 1] === 13 ? 3 : 2;
  }
  return size;
}

/** How much of a mail is read: bytes of a header, bytes and lines of a text, parts, and lines that could be boundaries. */
const most = { header: 512 << 10, bytes: 1 << 20, lines: 50_000, parts: 1_000, dashes: 200_000 };

/** For what is nearly always ASCII, once for a line. */
const reader = new TextDecoder();

/** Between two boundaries: a text, one in HTML, an attachment, or what nobody reads. */
type Kind = 'text' | 'page' | 'attachment' | 'nothing';

/**
 * Prepares a message for its parser, which takes a hundredth of a millisecond for a line: its headers in UTF-8, a charset for every
 * text, be it that it says none or that another was chosen, and of attachments nothing but their sizes.
 */
export class Letters {
  /** Of the first text. */
  charset = '';
  /** Not all of the texts and parts is there. */
  cut = false;
  private readonly boundaries = new Set<string>();
  private readonly done: BlobPart[] = [];
  private kind: Kind = 'nothing';
  private encoding = '';
  /** Of the part that is being read. */
  private letters = '';
  private parts = 0;
  private dashes = 0;

  constructor(
    private readonly bytes: Uint8Array<ArrayBuffer>,
    private readonly chosen: string,
  ) {}

  rewritten(): Blob {
    let at = this.header(0);
    while (at < this.bytes.length) {
      const { from, to, opens } = this.boundary(at);
      this.body(this.bytes.subarray(at, from));
      this.done.push(this.bytes.subarray(from, to));
      this.kind = 'nothing';
      at = opens ? this.header(to) : to;
      if (this.parts > most.parts || this.dashes > most.dashes) {
        this.cut = true;
        break;
      }
    }
    return new Blob(this.done);
  }

  /** Takes a header that begins there; gives where its body does. */
  private header(at: number): number {
    this.parts++;
    let end = at;
    while (end < this.bytes.length) {
      const begin = end;
      end = this.afterLine(begin);
      if (end - at > most.header) throw new Error('a header without end');
      if (end - begin <= 2 && (this.bytes[begin] === 10 || this.bytes[begin] === 13)) break;
    }
    this.done.push(this.headerAs(this.bytes.subarray(at, end), end));
    return end;
  }

  private headerAs(raw: Uint8Array, body: number): string {
    const charset = isPlain(raw) ? 'utf-8' : this.chosen || guess(raw.subarray(0, sample));
    const text = unshifted(new TextDecoder(charset).decode(raw));
    const fields = text.split(/\r?\n(?![ \t])/);
    const place = (name: string) => fields.findIndex((field) => field.toLowerCase().startsWith(`content-${name}:`));
    const [typed, packed] = [place('type'), place('transfer-encoding')];
    const type = fields[typed]?.replace(/\r?\n/g, '') ?? 'Content-Type: text/plain';
    this.encoding = fields[packed] ?? '';
    const boundary = parameter(type, 'boundary');
    if (boundary) this.boundaries.add(boundary);
    this.kind = kindOf(type, fields[place('disposition')] ?? '');
    if (this.kind === 'attachment') return fields.filter((_, i) => i !== packed).join('\r\n');
    if (this.kind === 'nothing') return text;

    const declared = this.declared(type, body);
    this.charset ||= declared;
    this.letters = declared;
    if (this.kind === 'page') {
      const others = fields.filter((_, i) => i !== typed && i !== packed);
      return ['Content-Type: text/html; charset=utf-8', ...others].join('\r\n');
    }
    const told = `${type.replace(/;\s*charset\s*=\s*("[^"]*"|[^\s;]+)/gi, '')}; charset="${declared}"`;
    return [told, ...fields.filter((_, i) => i !== typed)].join('\r\n');
  }

  private declared(type: string, body: number): string {
    const label = parameter(type, 'charset');
    if (this.chosen) return this.chosen;
    if (label && !/ascii|^unknown/i.test(label)) return named(label);
    const head = this.bytes.subarray(body, Math.min(body + sample, this.boundary(body).from));
    return guess(unpacked(head, this.encoding));
  }

  private body(body: Uint8Array<ArrayBuffer>) {
    if (this.kind === 'attachment') this.done.push(`${unpackedSize(body, this.encoding)}\r\n`);
    if (this.kind === 'page') {
      this.cut ||= body.length > most.bytes;
      this.done.push(bare(decoded(unpacked(body.subarray(0, most.bytes), this.encoding), this.letters)), '\r\n');
    }
    if (this.kind !== 'text') return;
    let end = 0;
    for (let lines = 0; end < body.length && lines < most.lines; lines++)
      end = body.indexOf(10, end) + 1 || body.length;
    end = Math.min(end, most.bytes);
    this.cut ||= end < body.length;
    this.done.push(body.subarray(0, end), end < body.length ? '\r\n' : '');
  }

  /** Where the next boundary stands, or the end; whether a part begins behind it. */
  private boundary(at: number): { from: number; to: number; opens: boolean } {
    while (at < this.bytes.length) {
      const end = this.afterLine(at);
      if (this.bytes[at] === 45 && this.bytes[at + 1] === 45 && end - at < 200) {
        if (++this.dashes > most.dashes) break;
        const line = reader.decode(this.bytes.subarray(at + 2, end)).trimEnd();
        if (this.boundaries.has(line)) return { from: at, to: end, opens: true };
        if (line.endsWith('--') && this.boundaries.has(line.slice(0, -2))) return { from: at, to: end, opens: false };
      }
      at = end;
    }
    return { from: this.bytes.length, to: this.bytes.length, opens: false };
  }

  private afterLine(at: number): number {
    return this.bytes.indexOf(10, at) + 1 || this.bytes.length;
  }
}

function kindOf(type: string, disposition: string): Kind {
  if (/^content-type:\s*multipart\//i.test(type)) return 'nothing';
  const [, way] = /^content-type:\s*text\/(plain|html)\s*(?:;|$)/i.exec(type) ?? [];
  if (!way || /^content-disposition:\s*attachment/i.test(disposition)) return 'attachment';
  return /html/i.test(way) ? 'page' : 'text';
}
