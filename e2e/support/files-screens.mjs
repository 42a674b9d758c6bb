import { others, some } from './looks.mjs';
import { until } from './until.mjs';
import { openList } from './ways.mjs';

/** The screens of files that are there. */
export const filed = [
  { name: 'files', show: channel, in: some },
  { name: 'document', show: previewing('letter'), in: others },
  { name: 'table', show: previewing('table'), in: some },
  { name: 'files-pane', show: pane, in: others },
  { name: 'lightbox', show: looking, in: some },
  { name: 'file-details', show: details, in: others },
];

const log = ({ person, office }) => person.log(office.drawings.channel);
const card = (scene, name) => log(scene).getByRole('group', { name, exact: true }).first();

/** The channel of the files, with every picture there. */
async function channel(scene) {
  const { person, office } = scene;
  await openList(person);
  await person.link(office.drawings.channel).click();
  await card(scene, office.drawings.table).waitFor();
  await person.button(person.words.attachFiles).first().waitFor();
  const pictures = log(scene).locator('img.come');
  await until(async () => (await pictures.count()) === office.drawings.photos.length, 'the pictures to come');
}

function previewing(what) {
  return async (scene) => {
    const { person, office } = scene;
    await channel(scene);
    const name = office.drawings[what];
    const shown = card(scene, name);
    await person.button(person.words.previewShow(name), shown).click();
    const inside = what === 'table' ? shown.getByRole('table') : shown.frameLocator('iframe').getByText('1,440');
    await inside.waitFor();
    await shown.scrollIntoViewIfNeeded();
  };
}

async function pane(scene) {
  const { person, office } = scene;
  await channel(scene);
  await person.button(person.words.files).click();
  const list = person.page.getByRole('complementary', { name: person.words.files, exact: true });
  await list.getByRole('link', { name: person.words.downloadFile(office.drawings.letter) }).waitFor();
  await until(
    () => list.locator('img').evaluateAll((all) => all.every((one) => one.complete)),
    'the small pictures to come',
  );
}

async function looking(scene) {
  const { person, office } = scene;
  await channel(scene);
  const [first] = office.drawings.photos;
  await log(scene).getByRole('button', { name: first }).click();
  const dialog = person.dialog(first);
  await dialog.waitFor();
  await until(
    () => dialog.locator('img').evaluateAll((all) => all.some((one) => one.complete && one.naturalWidth >= 1600)),
    'the large picture to come',
  );
}

export async function details(scene) {
  const { person, office } = scene;
  await channel(scene);
  const name = office.drawings.letter;
  await person.button(person.words.moreAboutFile(name), card(scene, name)).click();
  await person.page.getByRole('menuitem', { name: person.words.details, exact: true }).click();
  await person.dialog(person.words.details).getByText('SHA-256').waitFor();
}
