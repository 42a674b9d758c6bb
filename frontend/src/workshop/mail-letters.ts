/** The charsets that mail is written in here, by the names that the server gives them. */
const labels: [RegExp, string][] = [
  [/^(x-?)?(shift[-_]?jis|sjis|ms[-_]?kanji)|932|31j/, 'Shift_JIS'],
  [/2022-?jp|5022\d/, 'ISO-2022-JP'],
  [/euc[-_]?jp|51932/, 'EUC-JP'],
  [/^utf-?8$/, 'UTF-8'],
  [/^(iso-?8859-?1|latin1|windows-1252)$/, 'windows-1252'],
];

/** A charset by the name that we give it; one that is foreign here keeps its own. */
const named = (label: string) => labels.find(([is]) => is.test(label.toLowerCase()))?.[1] ?? label;

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

/** The first bytes of a part, decoded. */
function beginning(body: Uint8Array, encoding: string): Uint8Array {
  const head = body.subarray(0, sample);
  if (!/base64|quoted-printable/i.test(encoding)) return head;
  let text = new TextDecoder('latin1').decode(head);
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
      const bytes = beginning(new TextEncoder().encode(inside.replaceAll('_', ' ')), encoding);
      const plain = new TextEncoder().encode(new TextDecoder('iso-2022-jp').decode(bytes));
      return `=?utf-8?B?${btoa(String.fromCharCode(...plain))}?=`;
    } catch {
      return word;
    }
  });
}

/** Says of the parts of a message in which charset they are, where they do not, or where another was chosen. */
export class Letters {
  /** Of the first text. */
  charset = '';
  private readonly boundaries = new Set<string>();
  private readonly done: Uint8Array<ArrayBuffer>[] = [];

  constructor(
    private readonly bytes: Uint8Array<ArrayBuffer>,
    private readonly chosen: string,
  ) {}

  /** The message with headers in UTF-8 and every charset declared. */
  rewritten(): Blob {
    let at = this.header(0);
    while (at < this.bytes.length) {
      const next = this.part(at);
      this.done.push(this.bytes.subarray(at, next));
      at = next < this.bytes.length ? this.header(next) : next;
    }
    return new Blob(this.done);
  }

  /** Takes a header that begins there; gives where its body does. */
  private header(at: number): number {
    let end = at;
    while (end < this.bytes.length) {
      const begin = end;
      end = this.afterLine(begin);
      if (end - begin <= 2 && (this.bytes[begin] === 10 || this.bytes[begin] === 13)) break;
    }
    this.done.push(new TextEncoder().encode(this.headerAs(this.bytes.subarray(at, end), end)));
    return end;
  }

  private headerAs(raw: Uint8Array, body: number): string {
    const charset = isPlain(raw) ? 'utf-8' : this.chosen || guess(raw);
    const text = unshifted(new TextDecoder(charset).decode(raw));
    const fields = text.split(/\r?\n(?![ \t])/);
    const find = (name: RegExp) => fields.findIndex((field) => name.test(field));
    const place = find(/^content-type:/i);
    const type = place >= 0 ? fields[place]!.replace(/\r?\n/g, '') : 'Content-Type: text/plain';
    const boundary = parameter(type, 'boundary');
    if (boundary) this.boundaries.add(boundary);
    if (!/^content-type:\s*text\/(plain|html)/i.test(type)) return text;

    const field = (name: string) => {
      const [, said] = /^[^:]*:\s*([^]*)/.exec(fields[find(new RegExp(`^content-${name}:`, 'i'))] ?? '') ?? [];
      return said ?? '';
    };
    const declared = this.declared(type, body, field('transfer-encoding'));
    if (!/^attachment/i.test(field('disposition'))) this.charset ||= declared;
    const told = `${type.replace(/;\s*charset\s*=\s*("[^"]*"|[^\s;]+)/gi, '')}; charset="${declared}"`;
    return [told, ...fields.filter((_, i) => i !== place)].join('\r\n');
  }

  private declared(type: string, body: number, encoding: string): string {
    const label = parameter(type, 'charset');
    if (this.chosen) return this.chosen;
    if (label && !/ascii|^unknown/i.test(label)) return named(label);
    return guess(beginning(this.bytes.subarray(body, this.part(body)), encoding));
  }

  /** Where the header of the next part begins, or the end. */
  private part(at: number): number {
    while (at < this.bytes.length) {
      const end = this.afterLine(at);
      if (this.bytes[at] === 45 && this.bytes[at + 1] === 45 && end - at < 200) {
        const line = new TextDecoder().decode(this.bytes.subarray(at + 2, end)).trimEnd();
        if (this.boundaries.has(line)) return end;
      }
      at = end;
    }
    return at;
  }

  private afterLine(at: number): number {
    const end = this.bytes.indexOf(10, at);
    return end < 0 ? this.bytes.length : end + 1;
  }
}
