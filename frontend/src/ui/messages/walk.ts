/** In the list of messages ↑ and ↓ move the focus from one to the next, Tab and → into its toolbar; Esc goes on writing. */
export function walk(log: HTMLElement) {
  const press = (event: KeyboardEvent) => {
    const at = event.target as HTMLElement;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (at !== log && at.tagName !== 'ARTICLE') return;
    if (event.key === 'Escape' && at !== log) {
      event.preventDefault();
      writeBeside(at);
      return;
    }
    const next = into(at, event.key) ?? step(log, at, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  };
  log.addEventListener('keydown', press);
  return () => log.removeEventListener('keydown', press);
}

/** Puts the focus into the composer of the pane that something stands in. */
export function writeBeside(at: Element) {
  at.closest('main, aside')?.querySelector<HTMLElement>('[data-composer]')?.focus();
}

/** From the list itself to the last message in view, from a message to its neighbour. */
function step(log: HTMLElement, at: HTMLElement, key: string): HTMLElement | undefined {
  const by = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!by) return undefined;
  const all = [...log.querySelectorAll<HTMLElement>('article[tabindex]')];
  if (at !== log) return all[all.indexOf(at) + by];
  const { bottom } = log.getBoundingClientRect();
  return all.findLast((one) => one.getBoundingClientRect().bottom <= bottom + 1);
}

/** From a message into its toolbar, before all that stands in it. */
function into(at: HTMLElement, key: string): HTMLElement | undefined {
  if (at.tagName !== 'ARTICLE' || (key !== 'Tab' && key !== 'ArrowRight')) return undefined;
  return at.querySelector<HTMLElement>('[role="toolbar"] button') ?? undefined;
}
