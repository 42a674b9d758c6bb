import PostalMime, { type Address, type Email } from 'postal-mime';
import { Letters } from './mail-letters';
import { offer } from './tools';

export interface MailInput {
  bytes: ArrayBuffer;
  /** The charset to read in what does not say its own, and what says a wrong one; empty to go by what is said, or guess. */
  charset: string;
}

/** How much is shown of a mail: of its text in letters, of addresses and attachments in number. */
const most = { text: 1_000_000, addresses: 200, attachments: 500 };

const people = (list: Address[] = []) =>
  list
    .flatMap((one) => one.group ?? [one])
    .slice(0, most.addresses)
    .map(({ name, address }) => ({ name: name ?? '', address: address ?? '' }));

const tooMany = (list: Address[] = []) => list.flatMap((one) => one.group ?? [one]).length > most.addresses;

/** What is shown of a mail; pictures of other hosts, and all that HTML could do, are no part of it. */
function told({ from, to, cc, date, subject, text = '', html, attachments }: Email, { charset, cut }: Letters) {
  return {
    from: people(from && [from]),
    to: people(to),
    cc: people(cc),
    date: Date.parse(date ?? '') || 0,
    subject: subject ?? '',
    text: text.slice(0, most.text),
    cut: cut || text.length > most.text || attachments.length > most.attachments || [to, cc].some(tooMany),
    html: html !== undefined,
    charset,
    attachments: attachments.slice(0, most.attachments).map(({ filename, content }) => ({
      name: filename ?? '',
      size: Number(content) || 0, // that is what was left of it
    })),
  };
}

/** What HTML says, without what it looks like: the library gives a text for each part as soon as one of them is plain. */
async function said(html: string): Promise<string> {
  const mark = crypto.randomUUID();
  const begin = (type: string) => `--${mark}\r\nContent-Type: text/${type}; charset=utf-8\r\n\r\n`;
  const both = `Content-Type: multipart/mixed; boundary=${mark}\r\n\r\n${begin('plain')}\r\n${begin('html')}${html}\r\n--${mark}--`;
  return (await PostalMime.parse(both)).text?.trim() ?? '';
}

/** Reads a mail; one inside it is an attachment like others. */
export async function readMail({ bytes, charset }: MailInput) {
  const letters = new Letters(new Uint8Array(bytes), charset);
  const mail = await PostalMime.parse(letters.rewritten(), {
    forceRfc822Attachments: true,
    attachmentEncoding: 'utf8',
    maxNestingDepth: 32,
  });
  if (!mail.text && mail.html) mail.text = await said(mail.html);
  return told(mail, letters);
}

offer('mail', readMail);
