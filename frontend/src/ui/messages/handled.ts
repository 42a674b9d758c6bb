import { tools } from './tools.svelte';

interface Hands {
  /** The pointer or the focus has come, or has gone. */
  near?: (is: boolean) => void;
  /** A finger was held on it. */
  held: () => void;
}

/** Milliseconds after which a finger is held; within so many px it has not moved. */
const holdFor = 500;
const still = 10;

/** Tells when somebody has to do with a message: by pointing, by the keyboard, or by holding a finger on it. */
export function handled({ near, held }: Hands) {
  return (node: HTMLElement) => {
    let pointed = false;
    let focused = false;
    /** The focus came by a finger, which has the sheet: a bar would cover what it pressed. */
    let touched = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let start = { x: 0, y: 0 };
    const tell = () => {
      if (pointed || focused) tools.want();
      near?.(pointed || focused);
    };
    const release = () => clearTimeout(timer);
    const on = {
      pointerenter: (event: PointerEvent) => {
        if (event.pointerType === 'touch') return;
        pointed = true;
        tell();
      },
      pointerleave: () => {
        pointed = false;
        tell();
      },
      focusin: () => {
        focused = !touched;
        tell();
      },
      keydown: () => {
        touched = false;
      },
      // A moment later: the focus also goes where the page takes its element away, and then nothing may be changed.
      focusout: () =>
        queueMicrotask(() => {
          focused = !touched && node.contains(document.activeElement);
          tell();
        }),
      pointerdown: (event: PointerEvent) => {
        release();
        touched = event.pointerType === 'touch';
        const target = event.target as Element;
        const other = target.closest('a, button:not([data-held]), input, textarea, dialog, [popover]');
        const elsewhere = other ?? target.closest('article') !== node;
        if (!touched || elsewhere) return;
        tools.want();
        start = { x: event.clientX, y: event.clientY };
        timer = setTimeout(held, holdFor);
      },
      pointermove: (event: PointerEvent) => {
        if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > still) release();
      },
      pointerup: release,
      pointercancel: release,
    };
    const all = Object.entries(on) as [keyof HTMLElementEventMap, (event: Event) => void][];
    for (const [type, listener] of all) node.addEventListener(type, listener);
    return () => {
      release();
      for (const [type, listener] of all) node.removeEventListener(type, listener);
    };
  };
}
