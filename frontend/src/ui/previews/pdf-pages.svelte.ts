import { asFailure, type Failure } from '../../api/failure';
import type { FileInMessage } from '../../api/types';
import { Pdf, type Pages } from './documents';

/** How many pages are kept as pictures. */
const kept = 5;

interface Picture {
  url: string;
  /** In px, as it was drawn. */
  drawn: number;
  /** Height by width of this page. */
  shape: number;
}

/** The pages of a PDF: those that are looked at are drawn, and a few are kept. */
export class PdfPages {
  pages = $state.raw<Pages | null>(null);
  pictures = $state.raw<ReadonlyMap<number, Picture>>(new Map());
  failure = $state.raw<Failure | null>(null);
  /** Where the words that are looked for stand. */
  hits = $state.raw<number[]>([]);
  searching = $state(false);
  private readonly pdf = new Pdf();
  private readonly visible = new Set<number>();
  private readonly texts = new Map<number, string>();
  private width = 0;
  private drawing = false;
  private closed = false;

  constructor(private readonly file: FileInMessage) {
    void this.begin();
  }

  begin = async () => {
    this.failure = null;
    try {
      this.pages = await this.pdf.open(this.file);
      void this.draw();
    } catch (thrown) {
      this.fail(thrown);
    }
  };

  /** How wide pages are to be drawn, in px of the screen. */
  widen(width: number) {
    this.width = Math.round(width);
    void this.draw();
  }

  see(page: number, seen: boolean) {
    if (seen) this.visible.add(page);
    else this.visible.delete(page);
    void this.draw();
  }

  /** Finds the pages that have these words. */
  async find(words: string) {
    const sought = words.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
    this.hits = [];
    if (!sought || !this.pages) return;
    this.searching = true;
    try {
      for (let page = 1; page <= this.pages.pages && !this.closed; page++) {
        const text = this.texts.get(page) ?? (await this.pdf.read(page));
        const plain = text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
        this.texts.set(page, text);
        if (plain.includes(sought)) this.hits = [...this.hits, page];
      }
    } catch (thrown) {
      this.fail(thrown);
    }
    this.searching = false;
  }

  close() {
    this.closed = true;
    this.pdf.close();
    for (const { url } of this.pictures.values()) URL.revokeObjectURL(url);
  }

  private async draw() {
    if (this.drawing || !this.pages || !this.width) return;
    this.drawing = true;
    try {
      for (let page = this.wanted(); page && !this.closed; page = this.wanted()) await this.drawOne(page);
    } catch (thrown) {
      this.fail(thrown);
    }
    this.drawing = false;
  }

  private wanted(): number | undefined {
    if (this.failure) return undefined;
    return [...this.visible].slice(-kept).find((page) => this.pictures.get(page)?.drawn !== this.width);
  }

  private async drawOne(page: number) {
    const drawn = this.width;
    const { picture, width, height } = await this.pdf.draw(page, drawn);
    const next = new Map(this.pictures);
    const before = next.get(page);
    next.delete(page);
    next.set(page, { url: URL.createObjectURL(picture), drawn, shape: height / width });
    if (before) URL.revokeObjectURL(before.url);
    for (const [other, { url }] of next) {
      if (next.size <= kept) break;
      if (this.visible.has(other)) continue;
      URL.revokeObjectURL(url);
      next.delete(other);
    }
    this.pictures = next;
  }

  /** The workshop's frame is gone, or what is in it has no use. */
  private fail(thrown: unknown) {
    if (this.closed) return;
    this.failure = asFailure(thrown);
    this.pages = null;
  }
}
