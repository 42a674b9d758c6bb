/** Bytes of the largest file that is put away: the browser makes a copy of it on the disk. */
const largest = 256 * 1024 * 1024;
const store = 'files';

/** Keeps attached files over a reload, under account and name. Where that is not to be had, they are asked for again. */
export const shelf = {
  /** Tells whether it was kept. */
  async put(key: string, bytes: File): Promise<boolean> {
    return bytes.size <= largest && (await ask('readwrite', (files) => files.put(bytes, key))) !== undefined;
  },
  async take(key: string): Promise<File | undefined> {
    const found = await ask('readonly', (files) => files.get(key) as IDBRequest<unknown>);
    return found instanceof File ? found : undefined;
  },
  async drop(key: string) {
    await ask('readwrite', (files) => files.delete(key));
  },
  /** Everything whose key begins so. */
  async dropAll(beginning: string) {
    await ask('readwrite', (files) => files.delete(IDBKeyRange.bound(beginning, `${beginning}\uffff`)));
  },
};

type Ask<T> = (files: IDBObjectStore) => IDBRequest<T>;

/** What the store answers; undefined where there is none, or no room. */
async function ask<T>(mode: IDBTransactionMode, request: Ask<T>): Promise<T | undefined> {
  try {
    const database = await opened();
    try {
      return await answered(request(database.transaction(store, mode).objectStore(store)));
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function opened(): Promise<IDBDatabase> {
  const opening = indexedDB.open('courtyard.uploads', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store);
  return answered(opening);
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('refused'));
  });
}
