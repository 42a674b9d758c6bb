import { isAccessible } from '../support/accessible.mjs';
import { png } from '../support/samples.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

/** Waits until a picture of that many pixels stands in a place. */
const shows = (place, why) =>
  until(() => place.locator('img').evaluate((one) => one.complete && one.naturalWidth > 0), why);

/** Chooses a picture in a dialog. */
const chooses = (dialog, name, buffer) =>
  dialog.locator('[data-picture]').setInputFiles({ name, mimeType: 'image/png', buffer });

story('Aiko changes her picture, Ben sees it at once, and she takes it away again', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.says('general', 'Good morning');
  await ben.sees('general', 'Good morning');
  const face = ben.articles('general').filter({ hasText: 'Good morning' }).locator('.avatar');
  const shape = await face.boundingBox();

  await aiko.chooses(aiko.words.profile);
  const profile = aiko.dialog(aiko.words.profile);
  await chooses(profile, 'me.png', png(640, 480));
  await profile.getByRole('img', { name: aiko.words.chosenPicture }).waitFor();
  await isAccessible(aiko, 'a chosen picture');
  await aiko.button(aiko.words.save, profile).click();
  await profile.waitFor({ state: 'detached' });
  await shows(face, 'her picture to come to Ben');
  await until(async () => JSON.stringify(await face.boundingBox()) === JSON.stringify(shape), 'nothing to move');
  await shows(aiko.button(aiko.words.account), 'her own corner to show it');

  await aiko.chooses(aiko.words.profile);
  await aiko.button(aiko.words.removePicture, profile).click();
  await aiko.button(aiko.words.save, profile).click();
  await profile.waitFor({ state: 'detached' });
  await until(async () => (await face.locator('img').count()) === 0, 'the letter to stand there again');
});

story('Aiko gives the workspace a picture, and the rails of both show it', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const settings = aiko.dialog(aiko.words.workspaceSettings);
  await aiko.button(aiko.words.workspaceSettings).click();
  await chooses(settings, 'harbour.png', png(480, 640, 40));
  await settings.getByRole('img', { name: aiko.words.chosenPicture }).waitFor();
  await isAccessible(aiko, 'a chosen picture of a workspace');
  await aiko.button(aiko.words.save, settings).click();
  await settings.waitFor({ state: 'detached' });
  for (const person of [aiko, ben])
    await shows(person.workspace(person.cast.workspace), 'the rail to show the picture');
});

story('Aiko makes an emoji, and Ben reacts with it and writes it until it is gone', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.says('general', 'Done for today');
  await ben.sees('general', 'Done for today');

  await aiko.button(aiko.words.workspaceSettings).click();
  await aiko.button(aiko.words.ownEmoji).click();
  const emoji = aiko.dialog(aiko.words.ownEmoji);
  await emoji.getByText(aiko.words.noOwnEmoji).waitFor();
  await chooses(emoji, 'otsukare.png', png(300, 200, 20));
  await aiko.field(aiko.words.emojiName, emoji).fill('otsukare');
  await aiko.button(aiko.words.addEmoji, emoji).click();
  await emoji.getByText(':otsukare:').waitFor();
  await isAccessible(aiko, 'the emoji of a workspace');

  const said = ben.articles('general').filter({ hasText: 'Done for today' });
  await said.hover();
  await ben.button(ben.words.addReaction, said).click();
  const picker = ben.dialog(ben.words.emoji);
  await picker.getByRole('group', { name: ben.words.ownEmoji }).waitFor();
  await ben.page.keyboard.type('otsu');
  await picker.getByRole('option', { name: 'otsukare', exact: true }).waitFor();
  await isAccessible(ben, 'an emoji of the workspace in the picker');
  await ben.page.keyboard.press('Enter');
  const reaction = (person) =>
    person
      .articles('general')
      .filter({ hasText: 'Done for today' })
      .getByRole('button', { name: /:otsukare:/ });
  for (const person of [aiko, ben]) await shows(reaction(person), 'the reaction to be seen');

  await ben.composer('general').pressSequentially('Well done :otsu');
  await ben.page.getByRole('option', { name: /otsukare/ }).waitFor();
  await ben.page.keyboard.press('Tab');
  await ben.page.keyboard.type(' you all');
  await ben.page.keyboard.press('Enter');
  const written = (person) => person.articles('general').filter({ hasText: 'Well done' }).locator('[data-emoji]');
  for (const person of [aiko, ben]) await shows(written(person), 'the emoji to be seen in the text');

  await aiko.button(aiko.words.deleteEmoji('otsukare'), emoji).click();
  await aiko.button(aiko.words.delete, aiko.page.getByRole('alertdialog')).click();
  for (const person of [aiko, ben]) {
    await written(person).getByText(':otsukare:').waitFor();
    await reaction(person).getByText(':otsukare:').waitFor();
  }
});
