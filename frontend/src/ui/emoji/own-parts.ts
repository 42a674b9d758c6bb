import { mount, unmount } from 'svelte';
import OwnEmoji from './OwnEmoji.svelte';

export { default as OwnEmoji } from './OwnEmoji.svelte';

/** No message shows more of them; the rest stays text. */
const most = 300;

/** Fills the places of a workspace's own emoji in a message; each is called as the message has it. Gives what ends that. */
export function fillOwnEmoji(places: HTMLElement[], names: string[], workspace: number): () => void {
  const shown = places
    .slice(0, most)
    .map((target, i) =>
      mount(OwnEmoji, { target, props: { workspace, name: names[i]!, id: Number(target.dataset.emoji) } }),
    );
  for (const [i, place] of places.slice(most).entries()) place.textContent = names[most + i]!;
  return () => shown.forEach((one) => void unmount(one));
}
