import type { FileInMessage } from '../../api/types';

/** The ways in which a file is shown in place. */
export type PreviewKind =
  'text' | 'markdown' | 'page' | 'drawing' | 'table' | 'pdf' | 'sheet' | 'word' | 'slides' | 'archive' | 'mail';

const office = 'application/vnd.openxmlformats-officedocument';

const kinds: [RegExp, PreviewKind][] = [
  [/^text\/markdown$/, 'markdown'],
  [/^text\/html$/, 'page'],
  [/^image\/svg\+xml$/, 'drawing'],
  [/^text\/(csv|tab-separated-values)$/, 'table'],
  [/^message\/rfc822$/, 'mail'],
  [/^(text\/|application\/(json|xml)$)/, 'text'],
  [/^application\/pdf$/, 'pdf'],
  [/^application\/(zip|x-tar|gzip|x-bzip2|zstd|java-archive|vnd\.android\.package-archive)$/, 'archive'],
  [
    new RegExp(`^(${office}\\.spreadsheetml|application/vnd\\.(ms-excel|oasis\\.opendocument\\.spreadsheet$))`),
    'sheet',
  ],
  [new RegExp(`^(${office}\\.wordprocessingml|application/vnd\\.ms-word)`), 'word'],
  [new RegExp(`^(${office}\\.presentationml|application/vnd\\.ms-powerpoint\\.presentation)`), 'slides'],
];

/** With a password an office document is a container of another kind, of which its name alone tells what is in it. */
const locked = 'application/x-ole-storage';
const endings: [RegExp, PreviewKind][] = [
  [/\.xls[xm]$/i, 'sheet'],
  [/\.doc[xm]$/i, 'word'],
  [/\.ppt[xm]$/i, 'slides'],
];

/** How a file is shown in place; null where it is not. */
export function previewKind({ type, name, held, pictured }: FileInMessage): PreviewKind | null {
  if (held || pictured) return null;
  const known = type === locked ? endings.find(([is]) => is.test(name)) : kinds.find(([is]) => is.test(type));
  return known?.[1] ?? null;
}

/** What is drawn from a text, which can be read, too. */
export const hasSource = (kind: PreviewKind): boolean =>
  ['markdown', 'page', 'drawing', 'table', 'mail'].includes(kind);
