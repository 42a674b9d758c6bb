import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { first as firstEnglish } from './en/first';
import { rest as restEnglish } from './en/rest';
import { explain } from './explain.svelte';
import { chooseLanguage, w } from './index.svelte';
import { first as firstJapanese } from './ja/first';
import { rest as restJapanese } from './ja/rest';

const source = new URL('..', import.meta.url).pathname;
const english = { ...firstEnglish, ...restEnglish };
const japanese = { ...firstJapanese, ...restJapanese };

const read = (path: string) => readFileSync(path, 'utf8');
const ofWords = (path: string) => /\/words\/(en|ja)\//.test(path);

function everyFile(): string[] {
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' });
  const paths = names.map((name) => join(source, name));
  return paths.filter((path) => /\.(svelte|ts)$/.test(path) && !/\.test\.ts$/.test(path) && !ofWords(path));
}

/** What the page's entry imports, and what that imports, but not what is fetched later. */
function filesOfFirstScreen(): string[] {
  const needed = new Set<string>();
  const next = [join(source, 'main.ts')];
  for (let path = next.pop(); path; path = next.pop()) {
    if (needed.has(path)) continue;
    needed.add(path);
    const imports = read(path).matchAll(/^\s*(?:import|export)\s(?!type\b)(?:[^;']*?\sfrom\s)?'(\.[^']+)'/gm);
    for (const [, name] of imports) {
      const at = resolve(dirname(path), name!);
      const found = ['.ts', '.svelte.ts', '/index.ts', '']
        .map((end) => at + end)
        .find((file) => /\.\w+$/.test(file) && existsSync(file));
      if (!found) throw new Error(`${name} in ${path} leads nowhere`);
      if (!found.endsWith('.css')) next.push(found);
    }
  }
  return [...needed].filter((path) => !ofWords(path));
}

function wordsIn(paths: string[]): string[] {
  const found = paths.flatMap((path) => [...read(path).matchAll(/\bw\.(\w+)/g)].map(([, key]) => key!));
  return [...new Set(found)].sort();
}

describe('the words', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(firstJapanese)).toEqual(Object.keys(firstEnglish));
    expect(Object.keys(restJapanese)).toEqual(Object.keys(restEnglish));
    expect(Object.keys(japanese.errors)).toEqual(Object.keys(english.errors));
    expect(Object.keys(japanese.roles)).toEqual(Object.keys(english.roles));
  });

  it('are all used, each of them in one book', () => {
    expect(wordsIn(everyFile())).toEqual([...Object.keys(firstEnglish), ...Object.keys(restEnglish)].sort());
  });

  it('of the first screen are those that it needs, and no others', () => {
    const later = ['errors']; // explained once they are there
    expect(wordsIn(filesOfFirstScreen()).filter((key) => !later.includes(key))).toEqual(
      Object.keys(firstEnglish).sort(),
    );
  });

  it('are never the English ones in Japanese', () => {
    const pairs = (words: object) => Object.entries(words).filter(([, text]) => typeof text === 'string');
    const translated = new Map([...pairs(english), ...pairs(english.errors)]);
    const untranslated = [...pairs(japanese), ...pairs(japanese.errors)].filter(
      ([key, text]) => text === translated.get(key),
    );
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
