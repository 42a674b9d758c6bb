import { untrack } from 'svelte';
import { nameOf, people, wantPeople } from '../../state/people.svelte';

/** Only these leave the app through a link in a message. */
const allowed = new Set(['http:', 'https:', 'mailto:']);

/** Completes the stored, neutral elements of a message: addresses of links, names of task boxes and people. */
export function fillContent(html: string | undefined) {
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
