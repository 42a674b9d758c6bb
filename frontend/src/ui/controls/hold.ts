/** Milliseconds that a finger rests on something before that opens its menu. */
const rest = 500;

/**
 * A long press, a right click or the menu key open something; a press that was long does nothing else. After a press it opens
 * when the finger is lifted, because lifting it closes every popover that does not stand below it.
 */
export function hold(open: () => void) {
  return (node: HTMLElement) => {
    /** When the finger that is down was put there, in milliseconds. */
    let finger: number | null = null;
    let held = false;
    const down = (event: PointerEvent) => {
      held = false;
      finger = event.pointerType === 'mouse' ? null : event.timeStamp;
    };
    // No timer: a page that is busy is late with it, and the finger is gone.
    const up = (event: PointerEvent) => {
      if (finger === null) return;
      held ||= event.timeStamp - finger >= rest;
      finger = null;
      if (held) setTimeout(open);
    };
    const cancel = () => (finger = null);
    // The mouse that some browsers play after a finger would close what is opened.
    const lift = (event: TouchEvent) => {
      if (held) event.preventDefault();
    };
    const menu = (event: MouseEvent) => {
      event.preventDefault();
      if (finger !== null) held = true;
      else open();
    };
    // A finger that rests on a link would drag it, and could open nothing any more.
    const drag = (event: DragEvent) => {
      if (finger !== null) stop(event);
    };
    const click = (event: MouseEvent) => {
      if (held) stop(event);
      held = false;
    };
    const listeners: [string, (event: never) => void, boolean?][] = [
      ['pointerdown', down],
      ['pointerup', up],
      ['pointercancel', cancel],
      ['touchend', lift],
      ['contextmenu', menu],
      ['dragstart', drag, true],
      ['click', click, true],
    ];
    for (const [type, listener, first] of listeners) node.addEventListener(type, listener as EventListener, first);
    return () => {
      for (const [type, listener, first] of listeners) node.removeEventListener(type, listener as EventListener, first);
    };
  };
}

function stop(event: Event) {
  event.preventDefault();
  event.stopPropagation();
}
