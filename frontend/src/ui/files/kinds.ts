import {
  File as FileDrawing,
  FileArchive,
  FileCode,
  FileCog,
  FileImage,
  FileMusic,
  FileSpreadsheet,
  FileText,
  FileVideoCamera,
  Mail,
  Presentation,
  type IconNode,
} from 'lucide';
import type { FileInMessage } from '../../api/types';
import { explainCode } from '../../words/explain.svelte';
import { w } from '../../words/index.svelte';

/** What a file is to people. */
export type Kind = keyof typeof icons;

const icons = {
  picture: FileImage,
  video: FileVideoCamera,
  audio: FileMusic,
  document: FileText,
  sheet: FileSpreadsheet,
  slides: Presentation,
  mail: Mail,
  text: FileText,
  code: FileCode,
  archive: FileArchive,
  program: FileCog,
  other: FileDrawing,
} satisfies Record<string, IconNode>;

/** By what a media type begins with, or ends in, or holds; the first that fits decides. */
const kinds: [RegExp, Kind][] = [
  [/^image\//, 'picture'],
  [/^video\//, 'video'],
  [/^audio\//, 'audio'],
  [/spreadsheet|excel|[/-](csv|tab-separated-values)$/, 'sheet'],
  [/presentation|powerpoint/, 'slides'],
  [/rfc822|outlook/, 'mail'],
  [/pdf|rtf|word|opendocument|ole-storage|epub|postscript/, 'document'],
  [/executable|mach-binary|java|package-archive|wasm|ms-shortcut|x-msi/, 'program'],
  [/x-source|x-script|json|xml|html|plantuml|mermaid/, 'code'],
  [/^text\//, 'text'],
  [/zip|tar|zstd|x-xz|rar$|compressed/, 'archive'],
];

export const kindOf = (type: string): Kind => kinds.find(([is]) => is.test(type))?.[1] ?? 'other';
export const iconOf = (type: string): IconNode => icons[kindOf(type)];

/** Types that people know by a name of their own, the same in every language. */
const named: [RegExp, string][] = [
  [/pdf$/, 'PDF'],
  [/wordprocessing|msword|ms-word/, 'Word'],
  [/spreadsheetml|ms-excel/, 'Excel'],
  [/presentationml|ms-powerpoint/, 'PowerPoint'],
  [/text\/csv/, 'CSV'],
  [/markdown/, 'Markdown'],
  [/text\/html/, 'HTML'],
  [/json$/, 'JSON'],
  [/svg/, 'SVG'],
  [/plantuml/, 'PlantUML'],
  [/mermaid/, 'Mermaid'],
  [/application\/zip/, 'ZIP'],
];

/** A few words that say what a file is. */
export function kindName(type: string): string {
  return named.find(([is]) => is.test(type))?.[1] ?? w.fileKinds[kindOf(type)];
}

/** Why there is nothing to see of a file of which people expect it. */
export function unshown({ type }: FileInMessage): string | undefined {
  if (/^image\/hei[cf]$/.test(type)) return w.photoUnshown;
  return /^application\/(x-7z-compressed|vnd\.rar|x-xz|x-lzh-compressed|vnd\.ms-cab-compressed)$/.test(type)
    ? explainCode('archive_unlisted')
    : undefined;
}
