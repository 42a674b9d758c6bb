import type { Place } from '../../state/drafts.svelte';
import { filesIn } from '../../uploads/dropped';
import { named } from '../../uploads/names';
import { give } from './give';

/** Attaches pasted files and pictures, unless text came with them: a spreadsheet brings its cells as a picture, too. */
export function paste(event: ClipboardEvent, place: Place) {
  const data = event.clipboardData;
  if (!data?.types.includes('Files') || hasText(data)) return;
  event.preventDefault();
  void give(
    filesIn(data).then(({ files, missed }) => ({ files: named(files), missed })),
    place,
  );
}

/** Some systems bring the names of copied files as text. */
function hasText(data: DataTransfer): boolean {
  const text = data.getData('text/plain').trim();
  const names = new Set([...data.files].map((file) => file.name));
  return text !== '' && !text.split(/\r?\n/).every((line) => names.has(line));
}
