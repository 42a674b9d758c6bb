/** Arrow keys, Home and End move the focus among the items of a container; the menu and the lists use it. */
export function roving(selector: string) {
  return (node: HTMLElement) => {
    const move = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const items = [...node.querySelectorAll<HTMLElement>(selector)];
      const next = target(items, items.indexOf(document.activeElement as HTMLElement), event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    node.addEventListener('keydown', move);
    return () => node.removeEventListener('keydown', move);
  };
}

function target(items: HTMLElement[], now: number, key: string): HTMLElement | undefined {
  if (items.length === 0 || now < 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return items[(now + 1) % items.length];
    case 'ArrowUp':
      return items[(now - 1 + items.length) % items.length];
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return undefined;
  }
}
