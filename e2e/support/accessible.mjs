import assert from 'node:assert/strict';
import axe from 'axe-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules of WCAG 2.2 AA and of good practice that a page breaks, as far as a program can tell. */
export async function findings(page, screen) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: 'tag', values } }), tags);
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
