import JSZip from 'jszip';

/** What an office document unpacks to at most, in parts and bytes: more is no preview, and perhaps a bomb. */
const most = { parts: 10_000, whole: 256 << 20 };

/**
 * Opens a zip; fails where it unpacks to too much, or one of its parts to more than `longest` bytes. What it says of itself
 * counts for nothing: all of it is unpacked, and let go, once.
 */
export async function bounded(zip: ArrayBuffer, longest = 64 << 20): Promise<JSZip> {
  if (listed(new Uint8Array(zip)) > most.parts) throw new Error('too many parts');
  const opened = await JSZip.loadAsync(zip);
  const parts = Object.values(opened.files).filter((one) => !one.dir);
  let left = most.whole;
  for (const part of parts) left -= await lengthOf(part, Math.min(left, longest));
  return opened;
}

/** How often the signature of an entry of a zip's directory stands there (APPNOTE 4.3.12): each entry becomes an object. */
function listed(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x50); at >= 0; at = bytes.indexOf(0x50, at + 1)) {
    if (bytes[at + 1] === 0x4b && bytes[at + 2] === 1 && bytes[at + 3] === 2) count++;
  }
  return count;
}

/** The length of a part, as soon as it is longer than it may be an error. */
function lengthOf(part: JSZip.JSZipObject, longest: number): Promise<number> {
  return new Promise((done, failed) => {
    let length = 0;
    const stream = (part as Streamed).internalStream('uint8array');
    stream.on('data', (bytes) => {
      length += bytes.length;
      if (length <= longest) return;
      stream.pause();
      failed(new Error('too large'));
    });
    stream.on('error', failed);
    stream.on('end', () => done(length));
    stream.resume();
  });
}

/** As it is documented, and missing in its types. */
interface Streamed extends JSZip.JSZipObject {
  internalStream(type: 'uint8array'): {
    on(event: 'data', hear: (bytes: Uint8Array) => void): void;
    on(event: 'error', hear: (error: Error) => void): void;
    on(event: 'end', hear: () => void): void;
    pause(): void;
    resume(): void;
  };
}
