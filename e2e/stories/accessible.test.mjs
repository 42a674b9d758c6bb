import assert from 'node:assert/strict';
import axe from 'axe-core';
import { furnish, offices } from '../support/office.mjs';
import { leave, screens, show } from '../support/screens.mjs';
import { story } from '../support/story.mjs';

const [before, after] = [screens.filter((one) => one.empty), screens.filter((one) => !one.empty)];

for (const look of ['light-en-1440', 'dark-ja-390']) {
  const language = look.split('-')[1];
  story(`Every screen has names, order and contrast for everybody (${look})`, async ({ house, browser }) => {
    const scene = { house, office: offices[language] };
    const broken = [];
    for (const screen of before) broken.push(...(await findings(browser, screen, look, scene)));
    Object.assign(scene, await furnish(house, scene.office));
    for (const screen of after) broken.push(...(await findings(browser, screen, look, scene)));
    assert.deepEqual(broken, []);
  });
}

/** The rules of WCAG 2.2 AA and of good practice that a screen breaks, as far as a program can tell. */
async function findings(browser, screen, look, scene) {
  const person = await show(browser, screen, look, scene);
  await person.page.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await person.page.evaluate(
    (values) => window.axe.run({ runOnly: { type: 'tag', values } }),
    tags,
  );
  await leave(screen, person, scene);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({ screen: screen.name, id, html, failureSummary })),
  );
}
