import { isHidden } from './names';

/**
 * The files of what was dropped or pasted, with those of its folders; hidden ones are left out. The entries have to be
 * read at once: after the event the browser forgets them.
 */
export function filesIn(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  return Promise.all(entries.map(({ entry, file }) => (entry?.isDirectory ? within(entry) : file ? [file] : []))).then(
    (lists) => lists.flat(),
  );
}

async function within(entry: FileSystemEntry): Promise<File[]> {
  if (isHidden(entry.name)) return [];
  if (entry.isFile) return [await read((entry as FileSystemFileEntry).file.bind(entry))];
  const lists: File[][] = [];
  for (const one of await listed(entry as FileSystemDirectoryEntry)) lists.push(await within(one).catch(() => []));
  return lists.flat();
}

const read = <T>(ask: (done: (answer: T) => void, failed: (reason: unknown) => void) => void) => new Promise<T>(ask);

/** A folder hands out its entries in parts; an empty one is the end. */
async function listed(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await read<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (part.length === 0) return all;
    all.push(...part);
  }
}
