import assert from 'node:assert/strict';
import axe from 'axe-core/axe.min.js';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * The rules of WCAG 2.2 AA and of good practice that a page breaks, as far as a program can tell. What keeps them is not
 * written down: with the many emoji that alone took several seconds.
 */
export async function findings(page, screen) {
  await page.evaluate(axe.source);
  const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] };
  const { violations } = await page.evaluate((given) => window.axe.run(given), options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({
      screen,
      id,
      html,
      failureSummary,
    })),
  );
}

export async function isAccessible({ page }, screen) {
  assert.deepEqual(await findings(page, screen), []);
}
