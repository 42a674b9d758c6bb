import assert from 'node:assert/strict';
import axe from 'axe-core';
import { setupCode } from '../support/house.mjs';
import { story } from '../support/story.mjs';

for (const colorScheme of ['light', 'dark']) {
  story(`Aiko’s screens have names, order and contrast for everybody (${colorScheme})`, async (stage) => {
    const aiko = await stage.enter(stage.cast.aiko, { colorScheme });
    const { words } = aiko;
    await aiko.page.goto(`/setup#${setupCode}`);
    await aiko.heading(words.setUp).waitFor();
    await isAccessible(aiko, 'set-up');
    await aiko.setUp();
    await aiko.says('general', 'A list:\n\n- [x] done\n\n`code` and **bold**\n\n```go\nfunc main() {}\n```');
    await aiko.sees('general', 'A list');
    await isAccessible(aiko, 'chat');

    await aiko.button(words.members).click();
    await isAccessible(aiko, 'members');
    for (const name of [words.invitePeople, words.createChannel, words.browseChannels]) {
      await aiko.button(name).click();
      await aiko.dialog(name).waitFor();
      await isAccessible(aiko, name);
      await aiko.page.keyboard.press('Escape');
      await aiko.dialog(name).waitFor({ state: 'detached' });
    }
    await aiko.chooses(words.settings);
    await aiko.dialog(words.settings).waitFor();
    await isAccessible(aiko, words.settings);
    await aiko.page.keyboard.press('Escape');
    await aiko.chooses(words.signOut);
    await aiko.heading(words.signIn).waitFor();
    await isAccessible(aiko, words.signIn);
  });
}

/** No rule of WCAG 2.2 AA that a program can check is broken. */
async function isAccessible({ page }, screen) {
  await page.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: 'tag', values } }), tags);
  const broken = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })),
  );
  assert.deepEqual(broken, [], screen);
}
