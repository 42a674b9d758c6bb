import { readText } from '../../actions/previews';
import { asFailure, type Failure } from '../../api/failure';
import type { FileInMessage, TextPage } from '../../api/types';

interface Part {
  /** Empty where none had to be chosen. */
  charset?: string;
  charsets: string[];
}

/** A file that is read part by part, in a charset that people may change. */
export class Reading<Read extends Part> {
  parts = $state.raw<Read[]>([]);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  private asked = 0;
  private wanted: [before: Read[], charset?: string] = [[]];

  /** Reads the part after the last one; without a charset in the one that the file says, or that is guessed. */
  constructor(private readonly next: (last?: Read, charset?: string) => Promise<Read>) {
    void this.again();
  }

  get charset(): string {
    return this.parts[0]?.charset ?? '';
  }

  get charsets(): string[] {
    return this.parts[0]?.charsets ?? [];
  }

  more = () => this.read(this.parts, this.charset || undefined);

  /** Reads the file again from its beginning. */
  in = (charset: string) => this.read([], charset);

  /** Once more what failed. */
  again = () => this.read(...this.wanted);

  private async read(before: Read[], charset?: string) {
    const asked = ++this.asked;
    this.wanted = [before, charset];
    this.busy = true;
    this.failure = null;
    try {
      const part = await this.next(before.at(-1), charset);
      if (asked === this.asked) this.parts = [...before, part];
    } catch (thrown) {
      if (asked === this.asked) this.failure = asFailure(thrown);
    }
    if (asked === this.asked) this.busy = false;
  }
}

/** A text, so many lines at a time; Markdown drawn on demand. */
export const textOf = ({ id }: FileInMessage, lines = 200, drawn = false) =>
  new Reading<TextPage>((last, charset) => readText(id, { charset, lines, drawn, from: last?.next ?? 1 }));
