import type { DetailedError } from 'tus-js-client';
import { body, client } from './client';
import { Failure } from './failure';
import type { Problem } from './types';

const path = '/api/v1/uploads';

export interface Bytes {
  account: number;
  /** Where it is meant to go; 0: to no channel. */
  channel: number;
  name: string;
  /** What it shows, in words. */
  alt: string;
  bytes: File;
  /** The upload's id where it was begun before; else 0. */
  file: number;
}

/** What is told while bytes are on their way. */
export interface Course {
  begun(file: number): void;
  /** How many bytes of all have gone. */
  sent(bytes: number): void;
}

/**
 * Brings a file to the server by tus 1.0, from the byte on which that does not have; gives its id. It rejects with a Failure,
 * also when it is stopped: then no byte is lost that the server has.
 */
export async function transfer(what: Bytes, course: Course, signal: AbortSignal): Promise<number> {
  const { Upload } = await import('tus-js-client').catch(() => Promise.reject(new Failure(0)));
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Failure(0));
    const upload = new Upload(what.bytes, {
      // Where one was begun, no address for another: it would be begun anew because of any answer, and what has gone would be lost.
      ...(what.file ? { uploadUrl: addressOf(what.file) } : { endpoint: location.origin + path }),
      headers: { 'X-Account': String(what.account) },
      metadata: { filename: what.name, alt: what.alt, ...(what.channel && { channel: String(what.channel) }) },
      retryDelays: [], // whoever asks knows more of the connection
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => course.begun(idIn(upload.url)),
      onProgress: (sent) => course.sent(sent),
      onSuccess: () => resolve(idIn(upload.url)),
      onError: (error) => reject(failureOf(error)),
    });
    signal.addEventListener('abort', () => {
      void upload.abort();
      reject(new Failure(0));
    });
    upload.start();
  });
}

const addressOf = (file: number) => `${location.origin}${path}/${file}`;
const idIn = (address: string | null) => Number(address?.split('/').pop()) || 0;

function failureOf(error: Error | DetailedError): Failure {
  const answer = 'originalResponse' in error ? error.originalResponse : null;
  if (!answer) return new Failure(0);
  const status = answer.getStatus();
  const problem = { code: codes[status], ...parse(answer.getBody()) };
  return new Failure(status, problem, Number(answer.getHeader('Retry-After')) || 0);
}

/** Answers to HEAD have no body. */
const codes: Record<number, string> = {
  401: 'not_signed_in',
  404: 'not_found',
  410: 'upload_expired',
  423: 'upload_busy',
};

function parse(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return {};
  }
}

/** How many bytes of an unfinished upload the server has; rejects with a Failure where it does not tell. */
export async function received(account: number, file: number): Promise<number> {
  const headers = { 'X-Account': String(account), 'Tus-Resumable': '1.0.0' };
  const answer = await fetch(addressOf(file), { method: 'HEAD', headers }).catch(() => Promise.reject(new Failure(0)));
  if (!answer.ok) throw new Failure(answer.status, { code: codes[answer.status] });
  return Number(answer.headers.get('Upload-Offset')) || 0;
}

/** Takes an upload away, complete or not; one that hangs on a message stays. */
export async function giveUp(account: number, file: number): Promise<void> {
  const headers = { 'X-Account': String(account), 'Tus-Resumable': '1.0.0' };
  await fetch(addressOf(file), { method: 'DELETE', headers, keepalive: true });
}

/** Says in words what a file shows that hangs on no message yet. */
export async function describe(file: number, alt: string): Promise<void> {
  await body(client.PATCH('/api/v1/files/{id}', { params: { path: { id: file } }, body: { alt } }));
}
