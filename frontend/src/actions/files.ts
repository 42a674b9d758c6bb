import * as api from '../api/files';
import type { FileAbout, ListedFile } from '../api/types';
import { fileList, type FilePlace } from '../state/file-list.svelte';
import { layout } from '../state/layout.svelte';
import { addPeople, wantPeople } from '../state/people.svelte';
import { messagePath, openWorkspace, route } from '../state/route.svelte';
import { sought } from '../state/sought.svelte';

/** What is known of a file, with the name of its owner. */
export async function aboutFile(id: number): Promise<FileAbout> {
  const about = await api.file(id);
  wantPeople([about.owner]);
  return about;
}

const day = 24 * 60 * 60 * 1000;

/** Loads the first files of a place, or the next ones. */
export async function loadFiles(place: FilePlace, more = false) {
  if (!more && fileList.place !== place) fileList.open(place);
  const { kind, author, days } = place;
  const wanted = {
    kind: kind || undefined,
    author,
    from: days && Date.now() - days * day,
    before: more ? fileList.next : undefined,
  };
  try {
    const { channel, workspace } = place;
    const page = await (channel ? api.channelFiles(channel, wanted) : api.workspaceFiles(workspace, wanted));
    if (fileList.place !== place) return; // another list was opened meanwhile
    addPeople(page.people);
    fileList.take(page, more);
  } catch {
    if (fileList.place === place) fileList.status = 'failed';
  }
}

/** Shows a file where it stands in its message. */
export function showFile({ id, channel, message, seq, thread = 0 }: ListedFile) {
  sought.find({ file: id, message, thread });
  if (thread) layout.openPane({ kind: 'thread', channel, root: thread, at: seq });
  else route.go(messagePath(openWorkspace(), { channel, seq }));
}
