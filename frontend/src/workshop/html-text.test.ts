import { describe, expect, it } from 'vitest';
import { bare } from './html-text';

describe('HTML without its looks', () => {
  it('is its text with the line breaks of its blocks', () => {
    expect(bare('<div>Dear <b>Aiko</b>,</div>\n<p class="a">one\n two<br/>three &amp; four</p>')).toBe(
      '<br>Dear Aiko,<br> <br>one two<br>three &amp; four<br>',
    );
  });

  it('has nothing of what is not read', () => {
    const html =
      '<!DOCTYPE html><head><title>x</title></head><!-- <p>a --><STYLE>p > a {}</STYLE>b<script>if (a < b) c()</script>d';
    expect(bare(html)).toBe('bd');
  });

  it('keeps signs that are no tags', () => {
    expect(bare('1 < 2 > 0 <3')).toBe('1 &lt; 2 &gt; 0 &lt;3');
  });

  it('ends where a tag does not', () => {
    for (const part of ['<', '<a ', '<!--', '<script>', '<p><a href=x', '</', '<style><p>']) {
      expect(bare(part.repeat(50_000)).length).toBeLessThan(400_000);
    }
  });
});
