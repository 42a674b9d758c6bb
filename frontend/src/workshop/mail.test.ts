import { describe, expect, it, vi } from 'vitest';

vi.mock('./tools', () => ({ offer: () => {} }));
const { readMail } = await import('./mail');

/** "お世話になっております。", as programs write it that know no Unicode. */
const greeting = 'お世話になっております。';
const written = {
  'ISO-2022-JP': '1b2442242a40244f43244b244a24432446242a246a245e243921231b2842',
  Shift_JIS: '82a890a2986282c982c882c182c482a882e882dc82b78142',
  'EUC-JP': 'a4aac0a4cfc3a4cba4caa4c3a4c6a4aaa4eaa4dea4b9a1a3',
};
const bytes = (hex: string) => Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
const base64 = (part: Uint8Array) => btoa(String.fromCharCode(...part));
const quoted = (part: Uint8Array) => Array.from(part, (one) => `=${one.toString(16).padStart(2, '0')}`).join('');

/** A mail of pieces, text or bytes, with the line ends of the network. */
async function read(pieces: (string | Uint8Array<ArrayBuffer>)[], charset = '') {
  const whole = new Blob(pieces.map((piece) => (typeof piece === 'string' ? piece.replace(/\n/g, '\r\n') : piece)));
  return readMail({ bytes: await whole.arrayBuffer(), charset });
}

describe('the text of a mail', () => {
  for (const [charset, hex] of Object.entries(written)) {
    const plain = bytes(hex);
    it(`is read in ${charset}, declared or not, packed or not`, async () => {
      for (const type of [
        `Content-Type: text/plain; charset=${charset}\n`,
        'Content-Type: text/plain; charset="us-ascii"\n',
        '',
      ]) {
        for (const [way, body] of [
          ['8bit', plain],
          ['base64', base64(plain)],
          ['quoted-printable', quoted(plain)],
        ] as const) {
          const mail = await read([`${type}Content-Transfer-Encoding: ${way}\n\n`, body, '\n']);
          expect(mail.text.trim()).toBe(greeting);
          expect(mail.charset).toBe(charset);
        }
      }
    });

    it(`is read in ${charset} when that is chosen over what was declared wrongly`, async () => {
      const pieces = [
        'Subject: =?utf-8?B?5Lu2?=\nContent-Type: text/plain;\n charset=utf-8; format=flowed\n\n',
        plain,
        '\n',
      ];
      expect((await read(pieces, charset)).text.trim()).toBe(greeting);
      expect((await read(pieces, charset)).subject).toBe('件');
    });
  }

  it('is known by the names that programs have for its charset', async () => {
    for (const label of ['cp932', 'windows-31j', 'MS932', 'x-sjis']) {
      const mail = await read([`Content-Type: text/plain; charset=${label}\n\n`, bytes('8740878a835c')]);
      expect(mail).toMatchObject({ text: expect.stringContaining('①㈱ソ'), charset: 'Shift_JIS' });
    }
    const other = await read(['Content-Type: text/plain; charset=cp51932\n\n', bytes(written['EUC-JP'])]);
    expect(other.charset).toBe('EUC-JP');
    const mail = await read(['Content-Type: text/plain; charset=cp50221\n\n', bytes('1b2849363' + '51b2842')]);
    expect(mail.text).toContain('ｶｵ');
  });

  it('is what is said beside HTML, or what HTML says', async () => {
    const html = '<p>Hello <b>Ben</b><script>alert(1)</script><img src="https://elsewhere.example/x.png"></p>';
    const alone = await read([`Content-Type: text/html; charset=utf-8\n\n${html}\n`]);
    expect(alone).toMatchObject({ html: true, text: expect.stringContaining('Hello Ben') });
    const both = await read([
      'Content-Type: multipart/alternative; boundary="=_ a b"\n\n--=_ a b\nContent-Type: text/plain\n\nplain words\n',
      `--=_ a b\nContent-Type: text/html\n\n${html}\n--=_ a b--\n`,
    ]);
    expect(both.text.trim()).toBe('plain words');
  });
});

describe('the head of a mail', () => {
  it('has encoded words, also when one begins where another ends', async () => {
    const mail = await read([
      'From: =?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <yamada@office.example>\n',
      'To: Team: ben@office.example, =?UTF-8?Q?=E5=8D=83=E6=81=B5?= <chie@office.example>;\n',
      'Cc: "Dan, of sales" <dan@office.example>\nDate: Wed, 01 Apr 2026 09:30:00 +0900\n',
      'Subject: =?ISO-2022-JP?B?GyRCMnE1RCRON28bKEI=?=\n =?ISO-2022-JP?B?GyRCJEskRCQkJEYbKEI=?=\n\nwords\n',
    ]);
    expect(mail).toMatchObject({
      from: [{ name: '山田', address: 'yamada@office.example' }],
      to: [
        { name: '', address: 'ben@office.example' },
        { name: '千恵', address: 'chie@office.example' },
      ],
      cc: [{ name: 'Dan, of sales', address: 'dan@office.example' }],
      subject: '会議の件について',
      date: Date.UTC(2026, 3, 1, 0, 30),
    });
  });

  it('may hold letters as they are, in a charset that is guessed or chosen', async () => {
    for (const charset of ['Shift_JIS', 'EUC-JP', 'ISO-2022-JP'] as const) {
      const pieces = ['Subject: ', bytes(written[charset]), '\nContent-Type: text/plain; charset=utf-8\n\nwords\n'];
      expect((await read(pieces)).subject).toBe(greeting);
      expect((await read(pieces, charset)).subject).toBe(greeting);
    }
  });
});

describe('attachments of a mail', () => {
  it('have the names that were written in any of the ways', async () => {
    const part = (head: string | Uint8Array<ArrayBuffer>, ...more: (string | Uint8Array<ArrayBuffer>)[]) => [
      '--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; ',
      head,
      ...more,
      '\n\nYWJj\n',
    ];
    const mail = await read([
      'Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\ntext\n',
      ...part("filename*=iso-2022-jp''%1B%24B5D%3BvO%3F%1B%28B.txt"),
      ...part("filename*0*=utf-8''%E8%AD%B0%E4%BA%8B;\n filename*1*=%E9%8C%B2;\n filename*2=.txt"),
      ...part('filename="=?ISO-2022-JP?B?GyRCNUQ7dk8/GyhCLnR4dA==?="'),
      ...part('filename="', bytes('8b638e96985e'), '.txt"'),
      '--b\nContent-Type: message/rfc822\n\nSubject: inner\n\nanother mail\n--b--\n',
    ]);
    const names = mail.attachments.map(({ name, size }) => `${name} ${size}`);
    expect(names.slice(0, 4)).toEqual(Array(4).fill('議事録.txt 3'));
    expect(mail.attachments).toHaveLength(5);
    expect(mail.text.trim()).toBe('text');
  });
});

describe('the size of an attachment', () => {
  it('is that of what is packed in it, in a part of a part, too', async () => {
    const part = (name: string, way: string, body: string) =>
      `--in\nContent-Type: image/png; name=${name}\nContent-Transfer-Encoding: ${way}\n\n${body}\n`;
    const mail = await read([
      'Content-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: multipart/related; boundary=in\n\n',
      part('a', 'base64', 'YWJj\nZA=='),
      part('b', 'quoted-printable', 'a=3Db=\nc'),
      part('c', '7bit', 'a\nb'),
      '--in--\nan epilogue\n--out\nContent-Type: text/plain\n\nwords\n--out--\n',
    ]);
    expect(mail.attachments).toEqual([
      { name: 'a', size: 4 },
      { name: 'b', size: 4 },
      { name: 'c', size: 4 },
    ]);
    expect(mail.text.trim()).toBe('words');
    expect(mail.cut).toBe(false);
  });
});

describe('a broken mail', () => {
  it('is read as far as it goes', async () => {
    for (const pieces of [
      [],
      ['\n\n'],
      ['no header at all'],
      ['Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n--b'],
      [bytes('00ff1b2442')],
    ]) {
      expect((await read(pieces)).attachments.length).toBeLessThan(3);
    }
    const deep = Array.from({ length: 200 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`);
    await expect(read(deep)).rejects.toThrow();
    await expect(read(['Subject: x\n'.repeat(100_000)])).rejects.toThrow();
  });

  it('with very many parts names some of them', async () => {
    const parts = '--b\nContent-Type: image/png\n\nx\n'.repeat(5_000);
    const mail = await read(['Content-Type: multipart/mixed; boundary=b\n\n', parts, '--b--\n']);
    expect(mail.attachments).toHaveLength(500);
    expect(mail.cut).toBe(true);
  });

  it('to more people than are shown says so', async () => {
    const to = Array.from({ length: 201 }, (_, i) => `p${i}@office.example`).join(', ');
    const mail = await read([`To: ${to}\n\nHello\n`]);
    expect([mail.to.length, mail.cut]).toEqual([200, true]);
  });

  it('with a text without end is cut', async () => {
    for (const text of ['\n'.repeat(200_000), 'x'.repeat(2 << 20)]) {
      const mail = await read(['Subject: long\n\nbegin', text]);
      expect(mail.text).toContain('begin');
      expect(mail.cut).toBe(true);
    }
  });
});
