const arrows = {
  vertical: { next: 'ArrowDown', previous: 'ArrowUp' },
  horizontal: { next: 'ArrowRight', previous: 'ArrowLeft' },
};

/** Arrow keys, Home and End move the focus among the items of a container; menus, lists and toolbars use it. */
export function roving(selector: string, axis: keyof typeof arrows = 'vertical') {
  return (node: HTMLElement) => {
    const move = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      // A menu inside has arrows of its own, and no size while it is closed.
      const own = (one: Element) => one.closest('[popover]') === node.closest('[popover]');
      const items = [...node.querySelectorAll<HTMLElement>(selector)].filter(own);
      const next = target(items, items.indexOf(document.activeElement as HTMLElement), event.key, axis);
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    node.addEventListener('keydown', move);
    return () => node.removeEventListener('keydown', move);
  };
}

function target(items: HTMLElement[], now: number, key: string, axis: keyof typeof arrows): HTMLElement | undefined {
  if (items.length === 0 || now < 0) return undefined;
  switch (key) {
    case arrows[axis].next:
      return items[(now + 1) % items.length];
    case arrows[axis].previous:
      return items[(now - 1 + items.length) % items.length];
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return undefined;
  }
}
