/** What a notification tells of. */
export interface About {
  message: number;
  channel: number;
  seq: number;
  /** The root of the thread that it is only in; 0: it is in the channel. */
  thread: number;
}

/** One notification on the desktop. */
export interface Note {
  /** The same in every tab, so that the system shows one of equals. */
  tag: string;
  title: string;
  body: string;
  /** The system sounds itself. */
  sounds: boolean;
  about?: About;
  onclick: () => void;
}

interface Shown {
  about?: About;
  close: () => void;
}

/** The most that are kept to be closed when they are read; older ones stay until somebody closes them. */
const kept = 50;

/** What this tab has put on the desktop. */
export class Desk {
  private shown = $state.raw<Shown[]>([]);

  show({ tag, title, body, sounds, about, onclick }: Note) {
    let made: Notification;
    try {
      made = new Notification(title, { tag, body, silent: !sounds, lang: document.documentElement.lang });
    } catch {
      return; // a browser that only lets service workers do it
    }
    made.onclick = () => {
      made.close();
      window.focus();
      onclick();
    };
    const one = { about, close: () => made.close() };
    made.onclose = () => (this.shown = this.shown.filter((other) => other !== one));
    this.shown = [...this.shown, one].slice(-kept);
  }

  /** Takes away what nobody needs to be told any more: it was read, or deleted. */
  closeWhere(over: (about: About) => boolean) {
    const gone = new Set(this.shown.filter(({ about }) => about && over(about)));
    if (gone.size === 0) return;
    this.shown = this.shown.filter((one) => !gone.has(one));
    for (const one of gone) one.close();
  }

  clear() {
    for (const one of this.shown) one.close();
    this.shown = [];
  }
}
