import { en } from './en';
import { ja } from './ja';

export type Words = typeof en;
export type Language = 'en' | 'ja';

const dictionaries: Record<Language, Words> = { en, ja };

const ofBrowser = (): Language => (globalThis.navigator?.language?.startsWith('ja') ? 'ja' : 'en');

let chosen = $state<Language>(ofBrowser());

export const language = (): Language => chosen;

/** The account's language; "" follows the browser. */
export function chooseLanguage(code: '' | Language) {
  chosen = code || ofBrowser();
}

/** The words of the interface in the chosen language; reading one in a template follows the language. */
export const w: Words = new Proxy(en, {
  get: (_, key: keyof Words) => dictionaries[chosen][key],
});
