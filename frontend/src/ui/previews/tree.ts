import type { ArchiveEntry } from '../../api/types';

/** A file or folder of an archive, in its place. */
export interface Branch {
  name: string;
  folder: boolean;
  depth: number;
  /** In bytes, of a folder what is known of all that it holds; -1 where nothing is. */
  size: number;
  /** UTC milliseconds, 0 where it is not known. */
  modified: number;
  encrypted: boolean;
  children: Branch[];
}

export interface Totals {
  files: number;
  folders: number;
  size: number;
  encrypted: boolean;
}

/** Folders in folders to which a tree goes down; what lies deeper keeps the rest of its path as its name. */
const deepest = 16;

/** Steps of a path; programs of Windows write the other slash, too. */
function stepsOf(path: string): string[] {
  const steps = path.split(/[/\\]/).filter((step) => step !== '' && step !== '.');
  return steps.length <= deepest ? steps : [...steps.slice(0, deepest - 1), steps.slice(deepest - 1).join('/')];
}

const grown = (name: string, depth: number, folder: boolean): Branch => ({
  name,
  folder,
  depth,
  size: -1,
  modified: 0,
  encrypted: false,
  children: [],
});

/** The entries of an archive as a tree, folders first; paths are nothing but text here. */
export function treeOf(entries: ArchiveEntry[], order: (a: string, b: string) => number): [Branch[], Totals] {
  const root = grown('', -1, true);
  const folders = new Map<Branch, Map<string, Branch>>();
  const within = (parent: Branch, name: string): Branch => {
    const known = folders.get(parent) ?? new Map<string, Branch>();
    folders.set(parent, known);
    const found = known.get(name) ?? grown(name, parent.depth + 1, true);
    if (!known.has(name)) parent.children.push(found);
    known.set(name, found);
    return found;
  };
  for (const { name, size, folder, modified, encrypted } of entries) {
    const steps = stepsOf(name);
    const last = folder ? undefined : (steps.pop() ?? name);
    const parent = steps.reduce(within, root);
    if (last === undefined) parent.modified = modified ?? 0;
    else {
      const file = { ...grown(last, parent.depth + 1, false), size, modified: modified ?? 0, encrypted: !!encrypted };
      parent.children.push(file);
    }
  }
  const totals = { files: 0, folders: 0, size: -1, encrypted: false };
  const finish = (branch: Branch) => {
    for (const child of branch.children) {
      if (child.folder) finish(child);
      totals[child.folder ? 'folders' : 'files']++;
      totals.encrypted ||= child.encrypted;
      if (child.size >= 0) branch.size = Math.max(branch.size, 0) + child.size;
    }
    branch.children.sort((a, b) => Number(b.folder) - Number(a.folder) || order(a.name, b.name));
  };
  finish(root);
  return [root.children, { ...totals, size: root.size }];
}

/** The branches that are seen while some folders are open. */
export function rowsOf(branches: Branch[], isOpen: (folder: Branch) => boolean): Branch[] {
  const rows: Branch[] = [];
  const visit = (branch: Branch) => {
    rows.push(branch);
    if (branch.folder && isOpen(branch)) branch.children.forEach(visit);
  };
  branches.forEach(visit);
  return rows;
}

/** Which folders are open at first: all of a small archive, else one that holds everything. */
export function openAtFirst(branches: Branch[], totals: Totals): Branch[] {
  if (totals.files + totals.folders <= 100) return rowsOf(branches, () => true).filter(({ folder }) => folder);
  const [only, ...others] = branches;
  return only?.folder && others.length === 0 ? [only, ...openAtFirst(only.children, totals)] : [];
}
