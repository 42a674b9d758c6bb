import { describe, expect, it } from 'vitest';
import { asMail, isEmpty } from './mail';

const mail = {
  from: [{ name: '山田', address: 'yamada@office.example' }],
  to: [],
  cc: [],
  date: 1_775_003_400_000,
  subject: '会議の件',
  text: 'first\n\nsecond',
  cut: false,
  html: true,
  charset: 'ISO-2022-JP',
  attachments: [{ name: '議事録.txt', size: 3 }],
};

describe('a mail out of the workshop', () => {
  it('is taken as it is where it has its shape', () => {
    expect(asMail(mail)).toEqual(mail);
  });

  it('is refused where anything is of another kind', () => {
    const wrong = [
      null,
      [],
      { ...mail, text: 1 },
      { ...mail, text: 'x'.repeat((4 << 20) + 1) },
      { ...mail, date: NaN },
      { ...mail, date: 1e17 },
      { ...mail, subject: { toString: '<b>' } },
      { ...mail, from: [{ name: 'a' }] },
      { ...mail, to: 'everybody' },
      { ...mail, attachments: [{ name: 'a', size: '3' }] },
      { ...mail, cc: Array(1_001).fill(mail.from[0]) },
    ];
    for (const one of wrong) expect(asMail(one)).toBeUndefined();
  });

  it('has nothing in its names that hides or reorders a part', () => {
    const sly = asMail({
      ...mail,
      subject: 'one\r\n two',
      from: [{ name: '\u202egro.eciffo', address: 'a\u0000@b' }],
      attachments: [{ name: 'a\u202efdp.exe', size: 1 }],
    });
    expect(sly?.subject).toBe('one two');
    expect(sly?.from).toEqual([{ name: '\ufffdgro.eciffo', address: 'a\ufffd@b' }]);
    expect(sly?.attachments[0]?.name).toBe('a\ufffdfdp.exe');
  });

  it('is empty where there is nothing to say of it', () => {
    const nothing = { ...mail, from: [], subject: '', date: 0, text: ' \n', attachments: [] };
    expect(isEmpty(asMail(nothing)!)).toBe(true);
    expect(isEmpty(asMail(mail)!)).toBe(false);
  });
});
