import { complain } from '../../actions/complain';
import type { Place } from '../../state/drafts.svelte';
import { notices } from '../../state/notices.svelte';
import type { Found } from '../../uploads/dropped';
import { w } from '../../words/index.svelte';
import { lateUploads } from './late';

/** Attaches what was chosen, dropped or pasted; of folders what is not hidden. */
export async function give(found: Found | Promise<Found>, place: Place) {
  await lateUploads.want();
  const { parts } = lateUploads;
  if (!parts) return complain(null);
  const { files, missed } = await found;
  const seen = files.filter((file) => !parts.isHidden(file.webkitRelativePath));
  await parts.attachDeveloped(seen, place);
  if (missed > 0) notices.add(w.notAttached(missed));
  else if (seen.length === 0) notices.add(w.nothingToAttach);
}
