import * as api from '../api/files';
import { Failure } from '../api/failure';
import type { FileInMessage } from '../api/types';
import { fileAddress } from '../state/file-address';

export const readText = api.fileText;
export const readEntries = api.archiveEntries;

/** Bytes of the largest document that is worked on in the browser. */
const mostBytes = 64 << 20;

/** All bytes of a document. */
export async function readBytes({ id, size }: FileInMessage): Promise<ArrayBuffer> {
  if (size > mostBytes) throw new Failure(422, { code: 'preview_too_large' });
  return (await api.bytesAt(fileAddress(id))).arrayBuffer();
}

/** A file of our own build, for the workshop. */
export const readAsset = api.bytesAt;
