import { Program } from './api.mjs';

/** Puts a file into general and opens its preview as somebody; gives the card. */
export async function shown(stage, person, name, bytes) {
  const card = await put(stage, person, name, bytes);
  await person.button(person.words.previewShow(name), card).click();
  return card;
}

/** Puts a file into general; gives its card. */
export async function put(stage, person, name, bytes) {
  const program = await Program.of(stage.house, stage.cast.aiko);
  await program.brings(await program.channel('general'), '', [name, Buffer.from(bytes)]);
  return person.log('general').getByRole('group', { name, exact: true }).first();
}

export const preview = (person, card) => card.getByRole('group', { name: person.words.previewed });
