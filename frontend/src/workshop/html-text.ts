/** Elements that begin a line of their own. */
const blocks = /^(address|article|blockquote|br|center|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|td|th|tr|ul)$/;
/** Elements whose content is not for reading. */
const mute = new Set(['script', 'style', 'template', 'textarea', 'title']);

/** HTML without anything of it but line breaks and entities, in one pass: mail is foreign, and a tag may never end. */
export function bare(html: string): string {
  const small = html.toLowerCase();
  const done: string[] = [];
  for (let at = 0; at < html.length;) {
    const tag = small.indexOf('<', at);
    const text = html.slice(at, tag < 0 ? undefined : tag);
    done.push(text.replace(/\s+/g, ' ').replaceAll('>', '&gt;'));
    if (tag < 0) break;
    const name = /^[a-z][a-z0-9]*/.exec(small.slice(tag + 1, tag + 20).replace('/', ''))?.[0] ?? '';
    if (name === '' && !/[!?/]/.test(small[tag + 1] ?? '')) {
      done.push('&lt;');
      at = tag + 1;
      continue;
    }
    if (blocks.test(name)) done.push('<br>');
    const end = small.startsWith('<!--', tag)
      ? after(small, '-->', tag)
      : mute.has(name) && small[tag + 1] !== '/'
        ? after(small, `</${name}`, tag)
        : tag;
    at = after(small, '>', end === tag ? tag : end - 1);
  }
  return done.join('');
}

/** Behind the next place of something, or the end. */
function after(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? text.length : at + what.length;
}
