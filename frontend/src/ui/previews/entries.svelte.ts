import { readEntries } from '../../actions/previews';
import { asFailure, type Failure } from '../../api/failure';
import type { ArchivePage } from '../../api/types';
import type { Lettered } from './lettered';

/** What an archive holds, its names in a charset that may be changed. */
export class Entries implements Lettered {
  page = $state.raw<ArchivePage | null>(null);
  failure = $state.raw<Failure | null>(null);
  private asked = 0;

  constructor(readonly file: number) {
    void this.read();
  }

  get charset(): string {
    return this.page?.charset ?? '';
  }

  get charsets(): string[] {
    return this.page?.charsets ?? [];
  }

  in = (charset: string) => this.read(charset);

  async read(charset?: string) {
    const asked = ++this.asked;
    this.failure = null;
    try {
      const page = await readEntries(this.file, charset);
      if (asked === this.asked) this.page = page;
    } catch (thrown) {
      if (asked === this.asked) this.failure = asFailure(thrown);
    }
  }
}
