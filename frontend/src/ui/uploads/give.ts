import { complain } from '../../actions/complain';
import type { Place } from '../../state/drafts.svelte';
import { notices } from '../../state/notices.svelte';
import { w } from '../../words/index.svelte';
import { lateUploads } from './late';

/** Attaches what was chosen, dropped or pasted; of folders what is not hidden. */
export async function give(files: File[] | Promise<File[]>, place: Place) {
  await lateUploads.want();
  const { parts } = lateUploads;
  if (!parts) return complain(null);
  const seen = (await files).filter((file) => !parts.isHidden(file.webkitRelativePath));
  if (seen.length > 0) parts.attach(seen, place);
  else notices.add(w.nothingToAttach);
}
