const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

const browsers: [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

/** What this is, for the list of sessions: "Firefox · Windows". */
export function device(agent = navigator.userAgent, touch = navigator.maxTouchPoints > 1): string {
  const name = (list: [RegExp, string][]) => list.find(([form]) => form.test(agent))?.[1];
  const system = name(systems);
  // An iPad says that it is a Mac, but no Mac has a touch screen.
  return [name(browsers), system === 'macOS' && touch ? 'iPad' : system].filter(Boolean).join(' · ');
}
