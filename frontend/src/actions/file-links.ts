import * as api from '../api/file-links';
import type { FileLinkList } from '../api/types';
import { addPeople } from '../state/people.svelte';

export { createFileLink, revokeFileLink } from '../api/file-links';

/** A page of the links to a file that I may revoke, the newest first; `next` of one page is `before` of the following. */
export const linksTo = async (file: number, before?: number) => known(await api.fileLinks(file, before));

/** Those to all files of a workspace. */
export const linksOf = async (workspace: number, before?: number) => known(await api.workspaceLinks(workspace, before));

function known(page: FileLinkList): FileLinkList {
  addPeople(page.people);
  return page;
}
