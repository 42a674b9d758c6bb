import { byName } from '../state/places.svelte';
import { isHidden } from './names';

/** What is to be attached. */
export interface Found {
  files: File[];
  /** How many files and folders could not be read. */
  missed: number;
}

/**
 * The files of what was dropped or pasted, with those of its folders; hidden ones are left out. The entries have to be
 * read at once: after the event the browser forgets them.
 */
export async function filesIn(data: DataTransfer): Promise<Found> {
  const entries = [...data.items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  const found: Found = { files: [], missed: 0 };
  for (const { entry, file } of entries) {
    if (entry?.isDirectory) await gather(entry, found);
    else if (file) found.files.push(file);
  }
  return found;
}

async function gather(entry: FileSystemEntry, found: Found) {
  if (isHidden(entry.name)) return;
  try {
    if (entry.isFile) found.files.push(await read((entry as FileSystemFileEntry).file.bind(entry)));
    else for (const one of await listed(entry as FileSystemDirectoryEntry)) await gather(one, found);
  } catch {
    found.missed++;
  }
}

const read = <T>(ask: (done: (answer: T) => void, failed: (reason: unknown) => void) => void) => new Promise<T>(ask);

/** The files of a chosen folder in the order in which a dropped one brings them. */
export const inOrder = (files: File[]): File[] =>
  files.sort((a, b) => byName.compare(a.webkitRelativePath, b.webkitRelativePath));

/** A folder hands out its entries in parts, in no order; an empty one is the end. */
async function listed(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await read<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (part.length === 0) return all.sort((a, b) => byName.compare(a.name, b.name));
    all.push(...part);
  }
}
