import { acceptInvite } from '../api/invites';
import { bootstrap } from '../api/me';
import { halfWidth } from '../fold';
import { setAllCategories } from '../state/categories.svelte';
import { addPeople } from '../state/people.svelte';
import { takeWorkspace, workspaces } from '../state/places.svelte';
import { route, workspacePath } from '../state/route.svelte';
import { receiveChannel } from './healing';

export { createInvite, invites, previewInvite, revokeInvite } from '../api/invites';

/** The code in what somebody pasted: the code itself or a link to it. */
export const codeIn = (text: string) =>
  halfWidth(text)
    .replace(/^.*\/join\//, '')
    .replace(/[\s-]/g, '')
    .toUpperCase();

/** Joins the workspace of a code and opens it. */
export async function joinByCode(text: string) {
  const { workspace } = await acceptInvite(codeIn(text));
  takeWorkspace(workspace);
  await loadRows();
  route.go(workspacePath(workspace.id), { replace: true });
}

/** The channels that came with a workspace; the event would bring them too, perhaps a moment later. */
export async function loadRows() {
  const rows = await bootstrap();
  addPeople(rows.people);
  for (const row of rows.workspaces) if (!workspaces.has(row.id)) takeWorkspace(row);
  setAllCategories(rows.categories);
  for (const row of rows.channels) receiveChannel(row);
}
