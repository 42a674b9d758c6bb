import { keepLook } from '../state/memory';
import { session } from '../state/session.svelte';
import { chooseLanguage } from '../words/index.svelte';

/** Puts the account's theme and language on the page, and keeps both for the next first paint. */
export function showLook() {
  const theme = session.me?.theme ?? 'system';
  void chooseLanguage(session.me?.language ?? '');
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  keepLook(theme, session.me?.language ?? '');
}
