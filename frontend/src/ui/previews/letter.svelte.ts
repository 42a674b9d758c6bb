import { asFailure, Failure } from '../../api/failure';
import type { FileInMessage } from '../../api/types';
import { mailOf } from './documents';
import type { Lettered } from './lettered';
import { isEmpty, type Mail } from './mail';

/** Those that mail is in here; a mail in another one has that, too. */
const usual = ['UTF-8', 'ISO-2022-JP', 'Shift_JIS', 'EUC-JP', 'windows-1252'];

/** A mail that is read, in a charset that may be changed. */
export class Letter implements Lettered {
  mail = $state.raw<Mail | null>(null);
  failure = $state.raw<Failure | null>(null);
  private asked = 0;

  constructor(private readonly file: FileInMessage) {
    void this.read();
  }

  get charset(): string {
    return this.mail?.charset ?? '';
  }

  get charsets(): string[] {
    return usual.includes(this.charset) ? usual : [...usual, this.charset];
  }

  in = (charset: string) => this.read(charset);

  async read(charset = '') {
    const asked = ++this.asked;
    this.failure = null;
    try {
      const mail = await mailOf(this.file, charset);
      if (isEmpty(mail)) throw new Failure(422, { code: 'preview_broken' });
      if (asked === this.asked) this.mail = mail;
    } catch (thrown) {
      if (asked === this.asked) this.failure = asFailure(thrown);
    }
  }
}
