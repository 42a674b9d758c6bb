import assert from 'node:assert/strict';
import { findings } from '../support/accessible.mjs';
import { furnish, offices } from '../support/office.mjs';
import { screens } from '../support/screens.mjs';
import { story } from '../support/story.mjs';
import { tooSmall } from '../support/touch.mjs';
import { Visit } from '../support/visit.mjs';

for (const look of ['light-en-1440', 'dark-ja-390']) {
  story(
    `Every screen has names, order and contrast for everybody (${look})`,
    async (stage) => {
      const { house, browser } = stage;
      const office = offices[look.split('-')[1]];
      const visit = new Visit(browser, look, { house, office });
      const looksAt = async (screen) => {
        await stage.part(screen.name, async () => {
          const { page } = await visit.show(screen);
          const broken = await findings(page, screen.name);
          if (visit.narrow) broken.push(...(await tooSmall(page, screen.name)));
          assert.deepEqual(broken, []);
        });
        await visit.leave(screen);
      };
      for (const screen of screens.filter((one) => one.empty)) await looksAt(screen);
      Object.assign(visit.scene, await furnish(house, office));
      for (const screen of screens.filter((one) => !one.empty)) await looksAt(screen);
    },
    { minutes: 15 },
  );
}
