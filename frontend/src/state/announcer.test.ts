import { describe, expect, it } from 'vitest';
import { outline, spoken } from './announcer.svelte';

describe('what a screen reader says of a message', () => {
  it('is its text without the markup', () => {
    const html = '<p>Hello <strong>Ben</strong>, <code>a &lt; b &amp;&amp; c</code></p>\n<ul><li>one</li></ul>';
    expect(spoken({ text: 'Hello **Ben**', html })).toBe('Hello Ben, a < b && c one');
  });

  it('is the text itself where nothing was marked', () => {
    expect(spoken({ text: '2 * 3 < 7' })).toBe('2 * 3 < 7');
  });
});

describe('a message without text', () => {
  const file = (name: string) => ({ id: 1, name, size: 1, type: 'text/plain' });

  it('is told by its files', () => {
    expect(spoken({ text: '', files: [file('drawing.pdf')] })).toBe('drawing.pdf');
    expect(spoken({ text: '', files: [file('a'), file('b'), file('c')] })).toBe('3 files');
    expect(spoken({ text: '', files: [] })).toBe('');
  });

  it('is listed with its text and its files', () => {
    expect(spoken({ text: 'Look', files: [file('drawing.pdf')] })).toBe('Look');
    expect(outline({ text: 'Look', files: [file('drawing.pdf')] })).toBe('Look, drawing.pdf');
    expect(outline({ text: '', files: [file('a'), file('b')] })).toBe('2 files');
  });
});
