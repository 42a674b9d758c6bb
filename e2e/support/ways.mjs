/** On a phone the list of channels is behind the way back. */
export async function openList(person) {
  const back = person.button(person.words.back);
  if (await back.isVisible()) await back.click();
  await person.link('general').waitFor();
}

/** Opens the dialog that a button of the list names, or an item of the account menu. */
export function dialog(name, { inMenu = false } = {}) {
  return async ({ person }) => {
    await openList(person);
    const word = person.words[name];
    if (inMenu) await person.chooses(word);
    else await person.button(word).click();
    await person.dialog(word).waitFor();
  };
}

export async function chat({ person, office }) {
  await person.composer('general').waitFor();
  await person.sees('general', office.talk.at(-1)[1].slice(0, 8));
}
