import type { first } from './en/first';
import type { rest } from './en/rest';

type First = typeof first;
type Rest = typeof rest;

export type Words = First & Rest;
export type Language = 'en' | 'ja';

/** Nobody waits for the language that they do not read, nor on the first screen for words that are not on it. */
const load: Record<Language, { first: () => Promise<First>; rest: () => Promise<Rest> }> = {
  en: { first: async () => (await import('./en/first')).first, rest: async () => (await import('./en/rest')).rest },
  ja: { first: async () => (await import('./ja/first')).first, rest: async () => (await import('./ja/rest')).rest },
};

const ofBrowser = (): Language => (globalThis.navigator?.language?.startsWith('ja') ? 'ja' : 'en');

let chosen = $state<Language>('en');
let wanted: Language;
/** Whether more than the first screen has been asked for. */
let all = false;
const firsts: Partial<Record<Language, First>> = {};
let rests = $state.raw<Partial<Record<Language, Rest>>>({});

export const language = (): Language => chosen;

const known = (code: Language) => Boolean(firsts[code] && (!all || rests[code]));

async function learn(code: Language) {
  const { first, rest } = load[code];
  const [early, late] = await Promise.all([firsts[code] ?? first(), all ? (rests[code] ?? rest()) : undefined]);
  firsts[code] = early;
  if (late) rests = { ...rests, [code]: late };
}

/** The account's language, shown as soon as its words are there; "" follows the browser. */
export async function chooseLanguage(code: '' | Language) {
  const asked = (wanted = code || ofBrowser());
  while (!known(asked)) await learn(asked);
  if (asked === wanted) chosen = asked;
}

/** Settles when the words are there that are not on the first screen, from then on in every language chosen. */
export async function allWords(): Promise<void> {
  all = true;
  while (!known(chosen)) await learn(chosen);
}

/** A part of the page that is fetched later, and its words. */
export async function withWords<Module>(part: () => Promise<Module>): Promise<Module> {
  const [module] = await Promise.all([part(), allWords()]);
  return module;
}

/** The words of the interface in the chosen language, which have to be there; reading one in a template follows the language. */
export const w: Words = new Proxy({} as Words, {
  get(_, key: keyof Words) {
    const first: Partial<Words> = firsts[chosen]!;
    const words: Partial<Words> | undefined = key in first ? first : rests[chosen];
    return words?.[key];
  },
});
