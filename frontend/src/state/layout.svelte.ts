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
  /** Whether the window is in front and visible: only then is anything read. */
  attentive = $state(true);
}

export const layout = new Layout();
