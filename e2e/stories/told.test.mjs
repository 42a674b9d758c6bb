import assert from 'node:assert/strict';
import { Program } from '../support/api.mjs';
import { Desktop, isBusy, isShown, looksAgain, looksAway, staysBehind } from '../support/desktop.mjs';
import { Ime } from '../support/ime.mjs';
import { Person } from '../support/person.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

/** Aiko, and Ben with two tabs: one at general, one at sales; he looks at neither and is told of the word “Osaka”. */
async function office(stage) {
  const { aiko, ben } = await told(stage);
  await aiko.creates('sales', { everyone: true });
  const second = await stage.anotherTab(ben);
  await second.page.goto('/');
  await second.link('sales').click();
  await ben.link('general').click();
  for (const [tab, channel] of [
    [ben, 'general'],
    [second, 'sales'],
  ])
    await tab.composer(channel).waitFor();
  for (const tab of [ben, second]) await looksAway(tab);
  return { aiko, ben, second, program: await Program.of(stage.house, ben.who) };
}

async function told(stage) {
  const aiko = await stage.enter(stage.cast.aiko);
  await aiko.setUp();
  const ben = await stage.enter(stage.cast.ben);
  ben.desktop = await Desktop.of(ben);
  await ben.joinsWith(await aiko.invites());
  await Program.of(stage.house, ben.who).then((program) => program.ask('PATCH', '/me', { keywords: 'Osaka' }));
  return { aiko, ben };
}

/** Waits until exactly these notifications were made, by whichever tab. */
async function tells(ben, expected) {
  const titles = async () => (await ben.desktop.told()).map(({ title, body }) => `${title}: ${body}`);
  await until(async () => (await titles()).length >= expected.length, `${expected.length} notifications`);
  assert.deepEqual((await titles()).sort(), expected.toSorted());
}

story('Ben’s two tabs tell him once of the word he waits for, and a click leads to it', async (stage) => {
  const { aiko, ben, second } = await office(stage);
  await aiko.says('sales', 'Nothing of note.');
  await aiko.says('sales', 'The order from **OSAKA** is in.');
  await tells(ben, ['Aiko in #sales: The order from OSAKA is in.']);
  const page = await ben.desktop.clicks('Aiko in #sales');
  const tab = page === ben.page ? ben : second;
  await tab.sees('sales', 'The order from OSAKA is in.');
  assert.match(new URL(page.url()).pathname, /^\/w\/\d+\/c\/\d+/);
});

story('Nothing is told of what Ben looks at, and reading takes away what was told', async (stage) => {
  const { aiko, ben, second } = await office(stage);
  await looksAgain(second);
  const goesOn = await isBusy(ben); // and hears of it when the other tab is no longer looked at
  await aiko.says('sales', 'Osaka, first');
  await second.sees('sales', 'Osaka, first');
  await looksAway(second);
  await goesOn();
  await aiko.says('sales', 'Osaka, second');
  await tells(ben, ['Aiko in #sales: Osaka, second']);
  await looksAgain(second);
  await until(async () => (await ben.desktop.told())[0].closed, 'the notification to go with its being read');
});

story('Ben hides what was said, and has quiet hours', async (stage) => {
  const { aiko, ben, program } = await office(stage);
  const { words } = ben;
  await ben.chooses(words.settings);
  await ben.page.getByRole('tab', { name: words.notifications }).click();
  await ben.page.getByRole('checkbox', { name: words.hideText }).check();
  const keywords = ben.field(words.keywords);
  await keywords.fill('');
  await composesKeyword(ben, keywords);
  await ben.button(words.close, ben.dialog(words.settings)).click();
  await until(async () => (await program.ask('GET', '/me')).keywords === '大阪', 'the keyword to be kept');
  await aiko.says('sales', '大阪支店より');
  await tells(ben, ['Aiko in #sales: New message']);

  const minutes = (Math.floor(Date.now() / 60_000) + 9 * 60) % 1440; // in Tokyo, where the server is
  const hours = (from, to) =>
    program.ask('PATCH', '/me', { quiet_from: (minutes + from + 1440) % 1440, quiet_to: (minutes + to) % 1440 });
  await hours(-60, 60);
  await ben.chooses(words.settings);
  await ben.page.getByRole('tab', { name: words.notifications }).click();
  await until(() => ben.page.getByRole('checkbox', { name: words.quietHours }).isChecked(), 'the hours to be shown');
  await ben.page.keyboard.press('Escape');
  await aiko.says('sales', '大阪、静かに');
  await until(async () => (await ben.page.title()).startsWith('•'), 'the title to have a mark');
  await hours(60, 120);
  await until(async () => {
    await aiko.says('sales', '大阪、また');
    return (await ben.desktop.told()).length > 1;
  }, 'Ben to be told again');
  assert.ok((await ben.desktop.told()).every(({ body }) => body === 'New message'));
});

async function composesKeyword(person, keywords) {
  const ime = await Ime.at(person.page);
  await keywords.focus();
  await ime.composes('おおさか');
  await person.page.keyboard.press('Escape');
  assert.ok(await keywords.isVisible(), 'Escape left the dialog open');
  await ime.composes('大阪');
  await ime.commits('大阪');
}

const shown = async (control) => (await control.textContent()).replaceAll(/\s/g, '');

story('The title, the icon of the page, the rail and the list say what waits', async (stage) => {
  const { aiko, ben, second } = await office(stage);
  const { workspace } = stage.cast;
  const icon = () => ben.page.locator('link[rel=icon]').getAttribute('href');
  const titled = (title) => until(async () => (await ben.page.title()) === title, `the title “${title}”`);
  const plain = await icon();
  assert.doesNotMatch(plain, /^data:/);
  await aiko.says('sales', 'Tea is ready.');
  await titled(`• #general · ${workspace}`);
  await until(async () => (await icon()).startsWith('data:image/png'), 'a dot on the icon');
  const dot = await icon();

  await aiko.says('sales', '@ben, come!');
  await titled(`(1) #general · ${workspace}`);
  await until(async () => (await icon()) !== dot, 'a number on the icon');
  assert.equal(await shown(ben.workspace(workspace)), '1');
  await until(async () => (await shown(ben.link('sales'))) === 'sales1', 'a number in the list');

  await looksAgain(second);
  await titled(`#general · ${workspace}`);
  await until(async () => (await icon()).endsWith(plain), 'the icon to be plain again');
  assert.equal(await shown(ben.workspace(workspace)), '');
});

story(
  'Ben is told of mentions, of direct messages and of being added, and of nothing where he wants nothing',
  async (stage) => {
    const { aiko, ben, program } = await office(stage);
    const { words } = ben;
    await aiko.says('sales', 'Tea?');
    await aiko.says('sales', '@ben, tea?');
    await tells(ben, ['Aiko in #sales: @ben, tea?']);
    await aiko.creates('plans', { everyone: false });
    const host = await Program.of(stage.house, aiko.who);
    const [plans, me] = [await host.channel('plans'), (await program.ask('GET', '/me')).id];
    await host.ask('PUT', `/channels/${plans.id}/members/${me}`);
    await until(async () => (await shown(ben.link('plans'))) === 'plans1', 'the new channel to be marked');
    const direct = await host.ask('POST', '/direct', { account_ids: [me] });
    await host.post(direct, 'Just us');
    const first = ['Aiko in #sales: @ben, tea?', '#plans: You were added to this channel', 'Aiko: Just us'];
    await tells(ben, first);

    await ben.chooses(words.settings);
    await ben.page.getByRole('tab', { name: words.notifications }).click();
    await ben.page.getByRole('combobox', { name: words.notifyIn(stage.cast.workspace) }).selectOption(words.nothing);
    await ben.button(words.close, ben.dialog(words.settings)).click();
    await until(
      async () => (await program.workspace(stage.cast.workspace)).notify === 'nothing',
      'the level to be kept',
    );
    await aiko.link('sales').click();
    await aiko.says('sales', '@ben, still there? Osaka calls.');
    await until(async () => (await ben.page.title()).startsWith('(4)'), 'the mention to be counted');
    await host.post(direct, 'And again');
    await tells(ben, [...first, 'Aiko: And again']);

    await looksAgain(ben);
    await ben.link('plans').click();
    await until(async () => (await shown(ben.link('plans'))) === 'plans', 'the mark of the new channel to go');
    await until(async () => (await program.channel('plans')).mentions === 0, 'the server to know it, too');
  },
);

story('A deleted message is taken from the desktop', async (stage) => {
  const { aiko, ben } = await office(stage);
  const host = await Program.of(stage.house, aiko.who);
  const { id } = await host.post(await host.channel('sales'), '@ben, a secret');
  await tells(ben, ['Aiko in #sales: @ben, a secret']);
  await host.ask('DELETE', `/messages/${id}`);
  await until(async () => (await ben.desktop.told())[0].closed, 'the notification to be gone');
});

/** As in a browser that nobody has asked yet, and that answers yes. */
const neverAsked = () => {
  Object.defineProperty(Notification, 'permission', { get: () => window.allowed ?? 'default' });
  Notification.requestPermission = async () => (window.allowed = 'granted');
};

story('Who was not asked before is asked with the first mention, once in a browser', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko);
  await aiko.setUp();
  const ben = await stage.enter(stage.cast.ben);
  await ben.page.context().addInitScript(neverAsked);
  await ben.joinsWith(await aiko.invites());
  const { words } = ben;
  await ben.button(words.members).click();
  await looksAway(ben);
  await aiko.says('general', 'Hello');
  await aiko.says('general', '@ben, hello');
  await ben.button(words.turnOn).waitFor();
  await ben.button(words.later).click();
  await ben.button(words.turnOn).waitFor({ state: 'detached' });
  await ben.page.reload();
  await looksAway(ben);
  await aiko.says('general', '@ben, again');
  await until(async () => (await ben.page.title()).startsWith('('), 'the mention to be counted');
  assert.equal(await ben.button(words.turnOn).count(), 0);

  await ben.chooses(words.settings);
  await ben.page.getByRole('tab', { name: words.notifications }).click();
  const state = ben.page.getByRole('group', { name: words.desktopNotifications });
  await state.getByText('nobody has allowed them yet').waitFor();
  await ben.button(words.turnOn, state).click();
  await state.getByText('They are on').waitFor();
  await ben.button(words.testSound).click();
});

story('Where the connection is not secure or the answer was no, settings say so and what to do', async (stage) => {
  const cases = [
    [() => Object.defineProperty(window, 'isSecureContext', { value: false }), 'did not come over a secure connection'],
    [() => Object.defineProperty(Notification, 'permission', { value: 'denied' }), 'set “Notifications” to “Allow”'],
    [() => delete window.Notification, 'does not let a page give notifications'],
  ];
  const first = await stage.enter(stage.cast.aiko);
  await first.setUp();
  for (const [without, says] of cases) {
    const aiko = await stage.enter(stage.cast.aiko);
    await aiko.page.context().addInitScript(without);
    await aiko.page.goto('/');
    await aiko.signsIn();
    await aiko.composer('general').waitFor();
    await aiko.chooses(aiko.words.settings);
    await aiko.page.getByRole('tab', { name: aiko.words.notifications }).click();
    await aiko.page.getByText(says).waitFor();
  }
});

story('Two people share a browser: a notification says whom it is for', async (stage) => {
  const { aiko, ben } = await office(stage);
  const guest = new Person(await ben.page.context().newPage(), aiko.who);
  await guest.page.goto('/');
  await guest.chooses(guest.words.addAccount);
  await guest.signsIn();
  await guest.link('sales').waitFor();
  await looksAway(guest);
  await aiko.says('sales', 'Osaka calls');
  await tells(ben, ['Aiko in #sales (to Ben): Osaka calls']);
});

story('A message that is opened in a tab behind others stands there when the tab is looked at', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko);
  await aiko.setUp();
  await aiko.says('general', 'Tea is ready.');
  await aiko.sees('general', 'Tea is ready.');
  const behind = await stage.anotherTab(aiko);
  await staysBehind(behind);
  await behind.page.goto(`${aiko.page.url()}/m/2`, { waitUntil: 'networkidle' });
  await isShown(behind);
  await behind.sees('general', 'Tea is ready.');
});
