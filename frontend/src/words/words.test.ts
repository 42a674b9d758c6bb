import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from './en';
import { errors as english } from './errors-en';
import { errors as japanese } from './errors-ja';
import { explain } from './explain.svelte';
import { chooseLanguage, w } from './index.svelte';
import { ja } from './ja';

const source = new URL('..', import.meta.url).pathname;

function sources(): string {
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' });
  const files = names.filter(
    (name) => /\.(svelte|ts)$/.test(name) && !name.startsWith('words/') && !/\.test\.ts$/.test(name),
  );
  return files.map((name) => readFileSync(join(source, name), 'utf8')).join('\n');
}

const explained = readFileSync(join(source, 'words/explain.svelte.ts'), 'utf8');

describe('the words', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(ja)).toEqual(Object.keys(en));
    expect(Object.keys(japanese)).toEqual(Object.keys(english));
    expect(Object.keys(ja.roles)).toEqual(Object.keys(en.roles));
  });

  it('are all used', () => {
    const text = sources() + explained;
    const unused = Object.keys(en).filter((key) => !new RegExp(`\\bw\\.${key}\\b`).test(text));
    expect(unused).toEqual([]);
  });

  it('are never the English ones in Japanese', () => {
    const pairs = (words: object) => Object.entries(words).filter(([, text]) => typeof text === 'string');
    const translated = new Map([...pairs(en), ...pairs(english)]);
    const untranslated = [...pairs(ja), ...pairs(japanese)].filter(([key, text]) => text === translated.get(key));
    expect(untranslated).toEqual([]);
  });

  it('follow the chosen language', async () => {
    await chooseLanguage('ja');
    expect(w.signIn).toBe('サインイン');
    expect(w.unreadCount(100)).toBe('未読メッセージ 99+ 件');
    await chooseLanguage('en');
    expect(w.unreadCount(2)).toBe('2 unread messages');
    expect(w.unreadCount(1)).toBe('1 unread message');
  });
});

describe('a failure', () => {
  it('is told by its code, and by the server’s sentence where the code is not known', async () => {
    await chooseLanguage('en');
    expect(explain({ code: 'last_owner', message: 'x', retryAfter: 0 })).toMatch(/last owner/);
    expect(explain({ code: 'from_the_future', message: 'A sentence.', retryAfter: 0 })).toBe('A sentence.');
    expect(explain({ code: 'too_many', message: '', retryAfter: 20 })).toMatch(/20 seconds/);
  });
});
