import assert from 'node:assert/strict';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

story(
  'A message in another channel is announced in both of Ben’s tabs, and read in both when one opens it',
  async (stage) => {
    const { aiko, ben } = await stage.twoPeople();
    await aiko.creates('sales', { everyone: true });
    const second = await stage.anotherTab(ben);
    await second.page.goto('/');
    await ben.link('general').click();
    await second.link('general').click();
    for (const tab of [ben, second]) await tab.composer('general').waitFor();

    await aiko.says('sales', 'The order from Osaka is in.');
    for (const tab of [ben, second]) {
      await until(
        async () => (await description(tab, 'sales')) === tab.words.unread(1),
        'the link to say one unread message',
      );
      assert.ok((await weight(tab, 'sales')) >= 700, 'the link is bold');
      assert.equal(await description(tab, 'general'), '');
    }
    await aiko.says('sales', 'And the one from Kobe.');
    for (const tab of [ben, second]) {
      await until(
        async () => (await description(tab, 'sales')) === tab.words.unread(2),
        'the link to say two unread messages',
      );
    }

    await ben.link('sales').click();
    await ben.sees('sales', 'The order from Osaka is in.');
    for (const tab of [ben, second]) {
      await until(async () => (await description(tab, 'sales')) === '', 'the link to say nothing more');
    }
    await until(async () => (await weight(second, 'sales')) < 700, 'the link not to be bold');
  },
);

/** What a screen reader adds to the channel's name. */
async function description(person, channel) {
  const cdp = await person.page.context().newCDPSession(person.page);
  const { root } = await cdp.send('DOM.getDocument', { depth: 0 });
  const found = await cdp.send('Accessibility.queryAXTree', {
    nodeId: root.nodeId,
    role: 'link',
    accessibleName: channel,
  });
  await cdp.detach();
  assert.equal(found.nodes.length, 1, `one link is named exactly ${channel}`);
  return found.nodes[0].description?.value ?? '';
}

const weight = async (person, channel) =>
  Number(await person.link(channel).evaluate((link) => getComputedStyle(link).fontWeight));
