import assert from 'node:assert/strict';
import { findings } from '../support/accessible.mjs';
import { furnish, offices } from '../support/office.mjs';
import { leave, screens, show } from '../support/screens.mjs';
import { story } from '../support/story.mjs';
import { tooSmall } from '../support/touch.mjs';

const [before, after] = [screens.filter((one) => one.empty), screens.filter((one) => !one.empty)];

for (const look of ['light-en-1440', 'dark-ja-390']) {
  const language = look.split('-')[1];
  story(`Every screen has names, order and contrast for everybody (${look})`, async ({ house, browser }) => {
    const scene = { house, office: offices[language] };
    const broken = [];
    const examine = async (screen) => {
      const person = await show(browser, screen, look, scene);
      broken.push(...(await findings(person.page, screen.name)));
      if (look.endsWith('-390')) broken.push(...(await tooSmall(person.page, screen.name)));
      await leave(screen, person, scene);
    };
    for (const screen of before) await examine(screen);
    Object.assign(scene, await furnish(house, scene.office));
    for (const screen of after) await examine(screen);
    assert.deepEqual(broken, []);
  });
}
