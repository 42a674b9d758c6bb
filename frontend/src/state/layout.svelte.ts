import type { Category } from '../api/types';

export type DialogName =
  | 'add-workspace'
  | 'create-channel'
  | 'create-category'
  | 'rename-category'
  | 'channel-people'
  | 'inviters'
  | 'browse-channels'
  | 'invite'
  | 'workspace-settings'
  | 'channel-settings'
  | 'profile'
  | 'settings'
  | 'shortcuts'
  | 'jump';

/** What is open beside the channel. */
class Layout {
  dialog = $state<DialogName | null>(null);
  /** The category that the dialog is about; null for none. */
  category = $state.raw<Category | null>(null);
  membersOpen = $state(false);
  private inHistory = false;
  /** Whether the window is in front and visible: only then is anything read. */
  attentive = $state(true);

  /** On a phone the members are a screen of their own, which the back gesture leaves. */
  openMembers() {
    this.membersOpen = true;
    this.inHistory = matchMedia('(width < 640px)').matches;
    if (this.inHistory) history.pushState(null, '', location.href);
  }

  closeMembers() {
    if (this.inHistory)
      history.back(); // the gesture's own event closes
    else this.membersOpen = false;
  }

  /** The browser went back or forward. */
  wentBack() {
    if (this.inHistory) this.membersOpen = this.inHistory = false;
  }
}

export const layout = new Layout();
