import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('.', import.meta.url).pathname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|ts)$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: readFileSync(root + name, 'utf8') }));

const having = (pattern: RegExp) => files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

describe('the source keeps to the content security policy', () => {
  it('shows HTML in one component only', () => {
    expect(having(/\{@html/)).toEqual(['ui/messages/MessageBody.svelte']);
  });

  it('makes its policy in one file only', () => {
    expect(having(/createPolicy/)).toEqual(['trusted.ts']);
  });

  it('has no style attributes and parses no HTML by itself', () => {
    expect(having(/\sstyle=|srcdoc|DOMParser|innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function/)).toEqual(
      [],
    );
  });

  it('loads nothing from elsewhere', () => {
    expect(having(/https?:\/\/(?!www\.w3\.org)/)).toEqual([]);
  });
});
