import { describe, expect, it } from 'vitest';
import { formatted, type Edit, type Format } from './format';
import { formatOf, keysOf } from './format-keys';
import { lineBroken } from './lists';

/** A text in which | stands at both ends of what is selected, once for a caret. */
function read(written: string) {
  const from = written.indexOf('|');
  const to = written.lastIndexOf('|');
  return { text: written.replaceAll('|', ''), from, to: to === from ? from : to - 1 };
}

function applied({ text }: { text: string }, edit: Edit): string {
  const after = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  const [from, to] = edit.select;
  const end = from === to ? '' : '|';
  return `${after.slice(0, from)}|${after.slice(from, to)}${end}${after.slice(to)}`;
}

const becomes = (written: string, format: Format) => applied(read(written), formatted(read(written), format));

describe('a format', () => {
  it.each<[Format, string, string]>([
    ['bold', 'a |word| here', 'a **|word|** here'],
    ['bold', 'a **|word|** here', 'a |word| here'],
    ['bold', '|**word**|', '|word|'],
    ['bold', 'a | word | here', 'a  **|word|**  here'],
    ['bold', 'a |', 'a **|**'],
    ['bold', '***|both|***', '*|both|*'],
    ['italic', '***|both|***', '**|both|**'],
    ['italic', '**|bold|**', '***|bold|***'],
    ['italic', '|「重要」|です', '*|「重要」|*です'],
    ['strike', '|no|', '~~|no|~~'],
    ['strike', '~~|no|~~', '|no|'],
    ['bold', '|one\n\ntwo|', '|**one**\n\n**two**|'],
    ['code', 'run |make|', 'run `|make|`'],
    ['code', '|a\nb|', '```\n|a\nb|\n```'],
    ['codeBlock', 'so: |x| y', 'so: \n```\n|x|\n```\n y'],
    ['codeBlock', '|', '```\n|\n```'],
    ['link', 'see |here|', 'see [here](|)'],
    ['link', '|https://chat.office.example/a|', '[|](https://chat.office.example/a)'],
    ['link', '|', '[|]()'],
    ['quote', 'he |said', '> he |said'],
    ['quote', '> he |said', 'he |said'],
    ['bullets', 'one\nt|wo\nthr|ee', 'one\n|- two\n- three|'],
    ['bullets', '|- two\n- three|', '|two\nthree|'],
    ['numbers', '|one\n\ntwo|', '|1. one\n\n2. two|'],
    ['numbers', '|- one\n- two|', '|1. one\n2. two|'],
    ['bullets', '|', '- |'],
  ])('%s makes of %j %j', (format, before, after) => {
    expect(becomes(before, format)).toBe(after);
  });
});

describe('a line break', () => {
  it.each([
    ['- one|', '- one\n- |'],
    ['  * one|', '  * one\n  * |'],
    ['9. nine|', '9. nine\n10. |'],
    ['- [x] done|', '- [x] done\n- [ ] |'],
    ['> said|', '> said\n> |'],
    ['- one\n- |', '- one\n|'],
    ['- on|e', '- on\n- |e'],
  ])('makes of %j %j', (before, after) => {
    const edit = lineBroken(read(before));
    expect(edit && applied(read(before), edit)).toBe(after);
  });

  it('is no more than that outside lists and inside code', () => {
    for (const text of ['plain|', '-no list|', '```\n- one|', '2026.|']) expect(lineBroken(read(text))).toBeNull();
  });
});

describe('a shortcut', () => {
  const key = { key: '', code: '', shiftKey: false, ctrlKey: true, metaKey: false, altKey: false };

  it('is found by its letter, or by the place of its digit on a Japanese keyboard', () => {
    expect(formatOf({ ...key, key: 'b' }, false)).toBe('bold');
    expect(formatOf({ ...key, key: 'X', shiftKey: true }, false)).toBe('strike');
    expect(formatOf({ ...key, key: '(', code: 'Digit8', shiftKey: true }, false)).toBe('bullets');
  });

  it('leaves to others what is theirs', () => {
    for (const other of [{ key: 'k' }, { key: 'b', altKey: true }, { key: 'b', shiftKey: true }, { key: 'x' }]) {
      expect(formatOf({ ...key, ...other }, false)).toBeUndefined();
    }
    expect(formatOf({ ...key, key: 'e' }, true), 'Ctrl moves the caret on a Mac').toBeUndefined();
    expect(formatOf({ ...key, key: 'e', ctrlKey: false, metaKey: true }, true)).toBe('code');
  });

  it('is written as its keys', () => {
    expect([keysOf('strike', false), keysOf('bold', true), keysOf('codeBlock')]).toEqual([
      ['Ctrl', 'Shift', 'X'],
      ['⌘', 'B'],
      [],
    ]);
  });
});
