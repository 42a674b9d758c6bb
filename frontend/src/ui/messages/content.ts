import { untrack } from 'svelte';
import { channels } from '../../state/places.svelte';
import { openWorkspace } from '../../state/route.svelte';
import { own } from '../emoji/own.svelte';
import { nameOf, people, wantPeople } from '../../state/people.svelte';

/** Only these leave the app through a link in a message. */
const allowed = new Set(['http:', 'https:', 'mailto:']);

/** Completes the stored, neutral elements of a message: addresses of links, names of task boxes and people, a workspace's own emoji. */
export function fillContent(html: string | undefined, channel: number | undefined) {
  return (node: HTMLElement) => {
    if (!html) return;
    for (const box of node.querySelectorAll('input[type="checkbox"]')) {
      box.setAttribute('aria-label', box.closest('li')?.textContent?.trim().slice(0, 100) ?? '');
    }
    fillMentions(node);
    for (const link of node.querySelectorAll<HTMLAnchorElement>('a[data-link]')) {
      const address = URL.canParse(link.dataset.link!) ? new URL(link.dataset.link!) : null;
      if (!address || !allowed.has(address.protocol)) continue;
      link.href = address.href;
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
    }
    return fillEmoji(node, channel);
  };
}

/** What is no button by itself is pressed by the same keys. */
function pressed(event: KeyboardEvent) {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  (event.currentTarget as HTMLElement).click();
}

/** Writes how people are called at present into the mentions, and makes those that lead to a person's card reachable. */
function fillMentions(node: HTMLElement) {
  const chips = [...node.querySelectorAll<HTMLElement>('span[data-account]')];
  untrack(() => wantPeople(chips.map((chip) => Number(chip.dataset.account))));
  for (const chip of chips) {
    const id = Number(chip.dataset.account);
    if (people.has(id)) chip.textContent = `@${nameOf(id)}`;
    chip.tabIndex = 0;
    chip.setAttribute('role', 'button');
    chip.addEventListener('keydown', pressed);
  }
}

/** Keeps the room of a workspace's own emoji until what shows them has come; gives what ends that. */
function fillEmoji(node: HTMLElement, channel = 0) {
  const places = [...node.querySelectorAll<HTMLElement>('span[data-emoji]')];
  if (places.length === 0) return;
  const names = places.map((place) => place.textContent);
  const workspace = untrack(() => channels.get(channel)?.workspace ?? openWorkspace());
  for (const place of places) place.textContent = '';
  let end: (() => void) | undefined = () => {};
  void own.want().then(() => {
    if (!end) return;
    if (own.parts) end = own.parts.fillOwnEmoji(places, names, workspace);
    else for (const [i, place] of places.entries()) place.textContent = names[i]!;
  });
  return () => {
    end?.();
    end = undefined;
  };
}
