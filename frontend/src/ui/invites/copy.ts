import { notices } from '../../state/notices.svelte';
import { session } from '../../state/session.svelte';
import { w } from '../../words/index.svelte';

/** Puts text on the clipboard; false where the browser does not let us (an untrusted certificate on some). */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Puts text on the clipboard, and says whether that was done. */
export async function copyAndTell(text: string) {
  if (await copy(text)) notices.tell(w.copied);
  else notices.add(w.copyFailed);
}

/** Puts the link to a path on the clipboard, beginning where other people find the server, as the links of invites do. */
export const copyLinkTo = (path: string) => copyAndTell((session.capabilities?.link_base || location.origin) + path);

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'hidden-text';
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}
