import type { FileInMessage } from '../../api/types';

/** The ways in which a file is shown in place. */
export type PreviewKind = 'text' | 'markdown' | 'page' | 'drawing' | 'table' | 'pdf' | 'sheet' | 'archive';

const office = 'application/vnd.openxmlformats-officedocument';

const kinds: [RegExp, PreviewKind][] = [
  [/^text\/markdown$/, 'markdown'],
  [/^text\/html$/, 'page'],
  [/^image\/svg\+xml$/, 'drawing'],
  [/^text\/(csv|tab-separated-values)$/, 'table'],
  [/^(text\/|message\/rfc822$|application\/(json|xml)$)/, 'text'],
  [/^application\/pdf$/, 'pdf'],
  [/^application\/(zip|x-tar|gzip|x-bzip2|zstd|java-archive|vnd\.android\.package-archive)$/, 'archive'],
  [
    new RegExp(`^(${office}\\.spreadsheetml|application/vnd\\.(ms-excel|oasis\\.opendocument\\.spreadsheet$))`),
    'sheet',
  ],
];

/** How a file is shown in place; null where it is not. */
export function previewKind({ type, held, pictured }: FileInMessage): PreviewKind | null {
  return held || pictured ? null : (kinds.find(([is]) => is.test(type))?.[1] ?? null);
}

/** What is drawn from a text, which can be read, too. */
export const hasSource = (kind: PreviewKind): boolean => ['markdown', 'page', 'drawing', 'table'].includes(kind);
