import { keepLook } from '../state/memory';
import { session } from '../state/session.svelte';
import { chooseLanguage, language } from '../words/index.svelte';

/** Puts the account's theme and language on the page, and keeps both for the next first paint. */
export function showLook() {
  const theme = session.me?.theme ?? 'system';
  chooseLanguage(session.me?.language ?? '');
  document.documentElement.lang = language();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  keepLook(theme, session.me?.language ?? '');
}
