import type JSZip from 'jszip';

/** What of an office document its preview leaves out or shows otherwise. */
export type Left = (typeof lefts)[number];

/** Every name of what is left out; `changes` are shown as accepted, `hidden` slides pale, `unhidden` cells like any. */
export const lefts = [
  'comments',
  'charts',
  'smartArt',
  'drawings',
  'pictures',
  'metafiles',
  'objects',
  'media',
  'notes',
  'rows',
  'columns',
  'sheets',
  'changes',
  'hidden',
  'unhidden',
] as const;

type Told = readonly (readonly [Left, parts: RegExp, said?: RegExp])[];

/** Which parts of a package tell of what, and, where that is not enough, what stands in them. */
const known: Record<'word' | 'sheet' | 'slides', Told> = {
  word: [
    ['comments', /^word\/comments\.xml$/, /<w:comment\s/],
    ['charts', /^word\/charts\/chart[^/]*\.xml$/],
    ['smartArt', /^word\/diagrams\/data[^/]*\.xml$/],
    [
      'drawings',
      /^word\/(document|header\d*|footer\d*)\.xml$/,
      /<wps:cNv(SpPr(?![^>]*txBox="1")|CnPr)|<wp[gc]:|<v:(line|oval|polyline|curve|arc)\s/,
    ],
    ['metafiles', /^word\/media\/[^/]+\.(emf|wmf|emz|wmz|tiff?|wdp)$/i],
    ['objects', /^word\/document\.xml$/, /<w:object[\s>]/],
    ['changes', /^word\/document\.xml$/, /<w:(ins|del|moveFrom|moveTo)\s/],
  ],
  sheet: [
    ['comments', /^xl\/(comments\d*\.xml|comments\/|threadedComments\/)/],
    ['charts', /^xl\/charts\/chart[^/]*\.xml$/],
    ['smartArt', /^xl\/diagrams\/data[^/]*\.xml$/],
    ['drawings', /^xl\/drawings\/drawing[^/]*\.xml$/, /<xdr:(sp|cxnSp|grpSp)[\s>]/],
    ['pictures', /^xl\/media\//],
    ['objects', /^xl\/embeddings\//],
  ],
  slides: [
    ['comments', /^ppt\/comments\//],
    ['media', /^ppt\/media\/[^/]+\.(mp4|m4v|mov|avi|wmv|mpe?g|webm|mp3|m4a|wav|wma)$/i],
    ['notes', /^ppt\/notesSlides\/[^/]+\.xml$/],
  ],
};

/** Names what a package holds and its preview leaves out; what is hidden the previews find out by themselves. */
export async function leftOf(zip: JSZip, kind: keyof typeof known): Promise<Left[]> {
  const names = Object.keys(zip.files);
  const found: Left[] = [];
  for (const [left, parts, said] of known[kind]) {
    const of = names.filter((name) => parts.test(name));
    if (await some(of, async (name) => !said || said.test(await zip.file(name)!.async('string')))) found.push(left);
  }
  if (kind === 'slides' && undrawn(names)) found.push('smartArt');
  return found;
}

async function some<T>(all: T[], is: (one: T) => Promise<boolean>): Promise<boolean> {
  for (const one of all) if (await is(one)) return true;
  return false;
}

/** PowerPoint keeps a drawing beside the SmartArt it is made of, and that is what is shown; others leave it out. */
function undrawn(names: string[]): boolean {
  const count = (part: RegExp) => names.filter((name) => part.test(name)).length;
  return count(/^ppt\/diagrams\/data[^/]*\.xml$/) > count(/^ppt\/diagrams\/drawing[^/]*\.xml$/);
}
