import { inFence } from '../lists';

export type Kind = 'person' | 'emoji' | 'channel';

/** A word before the caret that asks for completion; from is where its sign stands. */
export interface Trigger {
  kind: Kind;
  from: number;
  word: string;
}

/** No name is longer, in characters. */
const longest = 52;

// A letter or digit of an alphabet before the sign makes it an address, a time or a word; Japanese writes no blank.
const person = /(?:^|[^\p{Script=Latin}\p{N}_.-])[@＠]([^\s@＠]*)$/u;
const channel = /(?:^|[\s（(「、。])[#＃]([^\s#＃]*)$/u;
const shortcode = /(?:^|[^\w:：])[:：]([a-z0-9_+-]{2,})$/i;
/** Japanese puts colons after labels, so that a word of it asks only after a blank. */
const emojiWord = /(?:^|\s)[:：]([^\s:：]*[^\x00-\x7f][^\s:：]*)$/; // eslint-disable-line no-control-regex

/** What is to be completed at the caret, if anything. */
export function triggerAt(text: string, caret: number): Trigger | null {
  const start = Math.max(text.lastIndexOf('\n', caret - 1) + 1, caret - longest);
  const before = text.slice(start, caret);
  const found = find(before);
  if (!found || inFence(text.slice(0, start)) || inCode(text.slice(0, caret))) return null;
  const [kind, word] = found;
  return { kind, word, from: caret - word.length - 1 };
}

function find(before: string): [Kind, string] | null {
  for (const [kind, form] of [
    ['person', person],
    ['channel', channel],
    ['emoji', shortcode],
    ['emoji', emojiWord],
  ] as const) {
    const word = form.exec(before)?.[1];
    if (word !== undefined) return [kind, word];
  }
  return null;
}

/** Whether the caret stands after an open ` of its line. */
const inCode = (text: string) => (text.slice(text.lastIndexOf('\n') + 1).match(/`/g)?.length ?? 0) % 2 === 1;

/** A whole shortcode that has just been closed by its second colon. */
export function closedShortcode(text: string, caret: number): { from: number; code: string } | null {
  const code = /(?:^|[^\w:：])[:：]([a-z0-9_+-]{2,})[:：]$/i.exec(text.slice(Math.max(0, caret - longest), caret))?.[1];
  if (!code || inFence(text.slice(0, caret)) || inCode(text.slice(0, caret))) return null;
  return { from: caret - code.length - 2, code };
}
