// Runs before the first paint (build/early.ts): theme and language of the last visit.
{
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('courtyard.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    root.lang = localStorage.getItem('courtyard.language') || (navigator.language.startsWith('ja') ? 'ja' : 'en');
  } catch {
    // Storage may be forbidden; the system's theme is a good answer then.
  }
}
