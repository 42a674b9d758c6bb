import { readText } from '../../actions/previews';
import { asFailure, type Failure } from '../../api/failure';
import type { TextPage } from '../../api/types';
import type { Lettered } from './lettered';

/** A text that is read page by page, in a charset that may be changed. */
export class Reading implements Lettered {
  pages = $state.raw<TextPage[]>([]);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  private asked = 0;

  constructor(
    readonly file: number,
    private readonly lines = 200,
    private readonly drawn = false,
  ) {
    void this.more();
  }

  get charset(): string {
    return this.pages[0]?.charset ?? '';
  }

  get charsets(): string[] {
    return this.pages[0]?.charsets ?? [];
  }

  /** The line to go on with, 0 at the end. */
  get next(): number {
    return this.pages.at(-1)?.next ?? 0;
  }

  get text(): string {
    return this.pages.map((page) => page.text).join('\n');
  }

  more = () => this.read(this.pages, this.charset || undefined);

  /** Reads the file again from its beginning. */
  in = (charset: string) => this.read([], charset);

  private async read(before: TextPage[], charset?: string) {
    const asked = ++this.asked;
    this.busy = true;
    this.failure = null;
    const { file, lines, drawn } = this;
    try {
      const page = await readText(file, { charset, lines, drawn, from: before.at(-1)?.next ?? 1 });
      if (asked === this.asked) this.pages = [...before, page];
    } catch (thrown) {
      if (asked === this.asked) this.failure = asFailure(thrown);
    }
    if (asked === this.asked) this.busy = false;
  }
}
