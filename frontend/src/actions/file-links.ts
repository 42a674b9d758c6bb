import * as api from '../api/file-links';
import type { FileLink, FileLinkList } from '../api/types';
import { addPeople } from '../state/people.svelte';

export { createFileLink, revokeFileLink } from '../api/file-links';

/** The links to a file that I may revoke, the newest first. */
export const linksTo = async (file: number): Promise<FileLink[]> => taken(await api.fileLinks(file));

/** Those to all files of a workspace. */
export const linksOf = async (workspace: number): Promise<FileLink[]> => taken(await api.workspaceLinks(workspace));

function taken({ items, people }: FileLinkList): FileLink[] {
  addPeople(people);
  return items;
}
