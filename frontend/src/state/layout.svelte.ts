import type { Category } from '../api/types';

export type DialogName =
  | 'add-workspace'
  | 'create-channel'
  | 'direct'
  | 'create-category'
  | 'rename-category'
  | 'delete-category'
  | 'channel-people'
  | 'inviters'
  | 'emoji'
  | 'file-links'
  | 'browse-channels'
  | 'invite'
  | 'workspace-settings'
  | 'channel-settings'
  | 'profile'
  | 'settings'
  | 'shortcuts'
  | 'jump';

/** A thread by the id of the message that it begins with. */
export interface ThreadAt {
  kind: 'thread';
  channel: number;
  root: number;
  /** The id of the message that is being answered. */
  answers?: number;
  /** Whether the answer goes into the channel, too. */
  also?: boolean;
  /** The seq of the reply that is looked for. */
  at?: number;
}

/** The files of a channel, or of all channels of the workspace, perhaps of one person. */
export interface FilesAt {
  kind: 'files';
  channel?: number;
  author?: number;
}

/** What stands in the right pane, with what it is about. */
export type Pane =
  | { kind: 'members' }
  | { kind: 'people'; channel: number }
  | { kind: 'threads' }
  | ThreadAt
  | { kind: 'pins'; channel: number }
  | FilesAt;

export interface ChannelMenu {
  channel: number;
  from: HTMLElement;
}

export interface PersonCard {
  account: number;
  from: HTMLElement;
}

/** What is open beside the channel. */
class Layout {
  dialog = $state<DialogName | null>(null);
  /** What was typed for a dialog before it had come. */
  early = '';
  /** The category that the dialog is about; null for none. */
  category = $state.raw<Category | null>(null);
  pane = $state.raw<Pane | null>(null);
  /** The menu of a channel of the list, beside its row. */
  menu = $state.raw<ChannelMenu | null>(null);
  /** The card of a person, beside what was pressed. */
  card = $state.raw<PersonCard | null>(null);
  /** The list from which a thread was opened, and to which one goes back. */
  under = $state.raw<Pane | null>(null);
  private opener: Element | null = null;
  /** On a phone a pane is a screen of its own, which the back gesture leaves: so many entries of the history are panes. */
  private entries = 0;
  private closing = false;
  /** Whether the window is in front and visible: only then is anything read. */
  attentive = $state(true);

  openPane(pane: Pane) {
    if (!this.pane) this.opener = document.activeElement;
    if (pane.kind === 'thread' && this.pane?.kind === 'thread' && pane.root === this.pane.root) {
      this.pane = { also: this.pane.also, ...pane };
      return;
    }
    const over = pane.kind === 'thread' && this.pane?.kind === 'threads';
    if ((over || !this.pane) && matchMedia('(width < 640px)').matches) {
      this.entries++;
      history.pushState(null, '', location.href);
    }
    this.under = over ? this.pane : null;
    this.pane = pane;
  }

  /** What the open thread's next reply answers, undefined is its root, and whether it goes into the channel, too. */
  answer(answers: number | undefined, also: boolean | undefined) {
    if (this.pane?.kind === 'thread') this.pane = { ...this.pane, answers, also, at: undefined };
  }

  /** Opens a pane, or closes it where it is open. */
  togglePane(pane: Pane) {
    if (this.pane?.kind === pane.kind) this.closePane();
    else this.openPane(pane);
  }

  /** Closes the pane, and the focus goes back to where it came from. */
  closePane() {
    if (this.entries > 0) {
      this.closing = true;
      history.go(-this.entries); // the gesture's own event closes
    } else this.dropPane();
    const back = this.opener?.isConnected ? this.opener : document.querySelector('main [data-composer]');
    if (back instanceof HTMLElement) back.focus();
  }

  /** Goes back to the list below a thread. */
  backPane() {
    if (this.entries > 0) history.back();
    else this.uncover();
  }

  /** Closes the pane because another place was opened. */
  dropPane() {
    this.pane = this.under = null;
    this.entries = 0;
    this.closing = false;
  }

  /** The browser went back or forward. */
  wentBack() {
    if (this.closing) this.dropPane();
    else if (this.entries > 0) {
      this.entries--;
      this.uncover();
    }
  }

  private uncover() {
    this.pane = this.under;
    this.under = null;
  }
}

export const layout = new Layout();
