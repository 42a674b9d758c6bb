import { describe, expect, it } from 'vitest';
import { spoken } from './announcer.svelte';

describe('what a screen reader says of a message', () => {
  it('is its text without the markup', () => {
    const html = '<p>Hello <strong>Ben</strong>, <code>a &lt; b &amp;&amp; c</code></p>\n<ul><li>one</li></ul>';
    expect(spoken({ text: 'Hello **Ben**', html })).toBe('Hello Ben, a < b && c one');
  });

  it('is the text itself where nothing was marked', () => {
    expect(spoken({ text: '2 * 3 < 7' })).toBe('2 * 3 < 7');
  });
});
