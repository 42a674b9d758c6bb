/** A change of the text: what stands between two offsets gives way to something, and what is selected then. */
export interface Edit {
  from: number;
  to: number;
  insert: string;
  select: readonly [from: number, to: number];
}

/** A text with what is selected in it. */
export interface Selected {
  text: string;
  from: number;
  to: number;
}

export const formats = [
  'bold',
  'italic',
  'strike',
  'code',
  'codeBlock',
  'link',
  'quote',
  'bullets',
  'numbers',
] as const;
export type Format = (typeof formats)[number];

/** What putting a format on, or taking it off again, does to a text. */
export function formatted(selected: Selected, format: Format): Edit {
  switch (format) {
    case 'bold':
      return marked(trimmed(selected), '**');
    case 'italic':
      return marked(trimmed(selected), '*');
    case 'strike':
      return marked(trimmed(selected), '~~');
    case 'code':
      return selected.text.slice(selected.from, selected.to).includes('\n')
        ? fenced(selected)
        : marked(trimmed(selected), '`');
    case 'codeBlock':
      return fenced(selected);
    case 'link':
      return linked(trimmed(selected));
    default:
      return prefixed(selected, format);
  }
}

/** Without the blanks at both ends of what is selected, beside which Markdown would not see its marks. */
function trimmed({ text, from, to }: Selected): Selected {
  const inner = text.slice(from, to);
  if (!inner.trim()) return { text, from, to };
  return { text, from: from + inner.search(/\S/), to: from + inner.trimEnd().length };
}

const runBefore = (text: string, at: number, sign: string) => {
  let length = 0;
  while (text[at - length - 1] === sign) length++;
  return length;
};

const runAfter = (text: string, at: number, sign: string) => {
  let length = 0;
  while (text[at + length] === sign) length++;
  return length;
};

/** Whether a run of so many signs holds the mark: three stars are both bold and italic. */
const holds = (run: number, mark: string) => (mark === '*' ? run % 2 === 1 : run >= mark.length);

function marked({ text, from, to }: Selected, mark: string): Edit {
  const sign = mark[0]!;
  const length = mark.length;
  const inner = text.slice(from, to);
  if (holds(runBefore(text, from, sign), mark) && holds(runAfter(text, to, sign), mark)) {
    return { from: from - length, to: to + length, insert: inner, select: [from - length, to - length] };
  }
  const [first, last] = [runAfter(inner, 0, sign), runBefore(inner, inner.length, sign)];
  if (first < inner.length && holds(first, mark) && holds(last, mark)) {
    const bare = inner.slice(length, -length);
    return { from, to, insert: bare, select: [from, from + bare.length] };
  }
  // No mark reaches over an empty line, and none is wanted around one.
  const insert = inner ? inner.replace(/[^\n]*\S[^\n]*/g, (line) => `${mark}${line.trim()}${mark}`) : mark + mark;
  const several = inner.includes('\n');
  return { from, to, insert, select: several ? [from, from + insert.length] : [from + length, to + length] };
}

const fence = '```';

function fenced({ text, from, to }: Selected): Edit {
  const inner = text.slice(from, to);
  const before = from === 0 || text[from - 1] === '\n' ? '' : '\n';
  const after = to === text.length || text[to] === '\n' ? '' : '\n';
  const insert = `${before}${fence}\n${inner}\n${fence}${after}`;
  const start = from + before.length + fence.length + 1;
  return { from, to, insert, select: [start, start + inner.length] };
}

function linked({ text, from, to }: Selected): Edit {
  const inner = text.slice(from, to);
  if (/^(https?:|mailto:)\S+$/.test(inner)) return { from, to, insert: `[](${inner})`, select: [from + 1, from + 1] };
  const address = from + inner.length + (inner ? 3 : 1);
  return { from, to, insert: `[${inner}]()`, select: [address, address] };
}

const prefixes = { quote: /^> ?/, bullets: /^[-*+] /, numbers: /^\d+[.)] / };

/** The whole lines that a selection touches begin with a sign, or no longer do. */
function prefixed({ text, from, to }: Selected, format: keyof typeof prefixes): Edit {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = text.indexOf('\n', to) < 0 ? text.length : text.indexOf('\n', to);
  const lines = text.slice(start, end).split('\n');
  const counted = lines.length > 1 ? lines.filter((line) => line.trim()) : lines;
  const off = counted.every((line) => prefixes[format].test(line));
  let number = 0;
  const changed = lines.map((line) => {
    if (!counted.includes(line)) return line;
    const bare = format === 'quote' && !off ? line : line.replace(off ? prefixes[format] : /^([-*+]|\d+[.)]) /, '');
    if (off) return bare;
    return (format === 'quote' ? '> ' : format === 'bullets' ? '- ' : `${++number}. `) + bare;
  });
  const insert = changed.join('\n');
  const caret = Math.max(start, to + insert.length - (end - start));
  return { from: start, to: end, insert, select: from === to ? [caret, caret] : [start, start + insert.length] };
}
