import { body, client } from './client';
import { Failure } from './failure';
import type { ArchivePage, FileAbout, FilePage, TextPage } from './types';

/** What is known of a file that I may read. */
export function file(id: number): Promise<FileAbout> {
  return body(client.GET('/api/v1/files/{id}', { params: { path: { id } } }));
}

export type FileKind = '' | 'picture' | 'video' | 'audio' | 'document' | 'text' | 'archive' | 'other';

/** Which files are listed; what is left out bounds nothing. */
export interface FilesWanted {
  kind?: FileKind;
  author?: number;
  /** Sent at this time or later, UTC milliseconds. */
  from?: number;
  /** The id of a message: only files of older ones. */
  before?: number;
}

/** The files of a channel, the newest first. */
export function channelFiles(channel: number, query: FilesWanted): Promise<FilePage> {
  return body(client.GET('/api/v1/channels/{id}/files', { params: { path: { id: channel }, query } }));
}

/** Those of all channels of a workspace that I am in. */
export function workspaceFiles(workspace: number, query: FilesWanted): Promise<FilePage> {
  return body(client.GET('/api/v1/workspaces/{id}/files', { params: { path: { id: workspace }, query } }));
}

export interface WantedText {
  /** Guessed by the server where it is missing. */
  charset?: string;
  from?: number;
  lines?: number;
  /** A Markdown file as it is meant to look. */
  drawn?: boolean;
}

/** Some lines of a text file. */
export function fileText(id: number, query: WantedText = {}): Promise<TextPage> {
  return body(client.GET('/api/v1/files/{id}/text', { params: { path: { id }, query } }));
}

/** What an archive holds, its names in a charset, or in one that the server guesses. */
export function archiveEntries(id: number, charset?: string): Promise<ArchivePage> {
  return body(client.GET('/api/v1/files/{id}/entries', { params: { path: { id }, query: { charset } } }));
}

/** The bytes at one of our own addresses. */
export async function bytesAt(address: string): Promise<Blob> {
  let answer;
  try {
    answer = await fetch(address);
    if (answer.ok) return await answer.blob();
  } catch {
    throw new Failure(0);
  }
  throw new Failure(answer.status, await answer.json().catch(() => ({})));
}
