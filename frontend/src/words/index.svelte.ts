import type { en } from './en';

export type Words = typeof en;
export type Language = 'en' | 'ja';

/** Each language is a file of its own: nobody waits for the one that they do not read. */
const load: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('./en')).en,
  ja: async () => (await import('./ja')).ja,
};
const loaded: Partial<Record<Language, Words>> = {};

const ofBrowser = (): Language => (globalThis.navigator?.language?.startsWith('ja') ? 'ja' : 'en');

let chosen = $state<Language>('en');
let wanted: Language;

export const language = (): Language => chosen;

/** The account's language, shown as soon as its words are there; "" follows the browser. */
export async function chooseLanguage(code: '' | Language) {
  const asked = (wanted = code || ofBrowser());
  loaded[asked] ??= await load[asked]();
  if (asked === wanted) chosen = asked;
}

/** The words of the interface in the chosen language, which has to be loaded; reading one in a template follows the language. */
export const w: Words = new Proxy({} as Words, {
  get: (_, key: keyof Words) => loaded[chosen]![key],
});
