import { setupCode } from './house.mjs';
import { Person } from './person.mjs';

/** The windows in which screens are looked at, by width. */
export const sizes = {
  1440: { viewport: { width: 1440, height: 900 } },
  390: {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  },
};

const [some, others] = [
  ['light-en-1440', 'dark-ja-1440', 'light-ja-390', 'dark-en-390'],
  ['dark-en-1440', 'light-ja-1440', 'light-en-390', 'dark-ja-390'],
];

/** Each screen, how to come to it, and in which clothes: light or dark, language, width. */
export const screens = [
  { name: 'chat', show: chat, in: all() },
  {
    name: 'channels',
    show: ({ person }) => openList(person),
    in: ['light-ja-390', 'dark-en-390'],
  },
  { name: 'members', show: members, in: some },
  { name: 'account', show: account, in: others },
  { name: 'profile', show: dialog('profile', { inMenu: true }), in: some },
  { name: 'jump', show: jump, in: others },
  { name: 'remove', show: removal, in: some },
  { name: 'new-channel', show: dialog('createChannel'), in: some },
  { name: 'browse', show: browse, in: others },
  { name: 'channel-settings', show: channelSettings, in: some },
  { name: 'workspace-settings', show: dialog('workspaceSettings'), in: others },
  { name: 'add-workspace', show: dialog('addWorkspace'), in: some },
  { name: 'invite', show: invite, in: some },
  { name: 'settings', show: dialog('settings', { inMenu: true }), in: others },
  { name: 'security', show: security, in: some },
  { name: 'server', show: server, in: some },
  { name: 'new-root', show: newRoot, in: others },
  { name: 'delete-account', show: deleteAccount, in: others },
  { name: 'people', show: people, in: some },
  { name: 'archived', show: archived, in: others },
  { name: 'category', show: category, in: some },
  { name: 'inviters', show: inviters, in: others },
  { name: 'delete-workspace', show: ending(2), in: some },
  { name: 'hand-over', show: ending(1), in: others },
  { name: 'empty', show: empty, in: others },
  { name: 'offline', show: offline, in: some },
  { name: 'sign-in', show: signIn, in: some },
  { name: 'join', show: join, in: some },
  { name: 'sign-up', show: signUp, in: others },
  { name: 'trust', show: trust, in: some },
  { name: 'name', show: name, in: others },
  { name: 'set-up', show: setUp, in: some, empty: true },
];

/** Every look: light or dark, language, width. */
export function all() {
  const widths = Object.keys(sizes).flatMap((width) => [`en-${width}`, `ja-${width}`]);
  return widths.flatMap((rest) => [`light-${rest}`, `dark-${rest}`]);
}

/** Opens the dialog that a button of the list names, or an item of the account menu. */
function dialog(name, { inMenu = false } = {}) {
  return async ({ person }) => {
    await openList(person);
    const word = person.words[name];
    if (inMenu) await person.chooses(word);
    else await person.button(word).click();
    await person.dialog(word).waitFor();
  };
}

async function chat({ person, office }) {
  await person.composer('general').waitFor();
  await person.sees('general', office.talk.at(-1)[1].slice(0, 8));
}

async function members({ person }) {
  await openList(person);
  await person.button(person.words.members).click();
  await person.page.getByRole('heading', { name: person.words.members, exact: true }).waitFor();
}

async function invite({ person }) {
  await dialog('invitePeople')({ person });
  await person.page.getByTestId('invite-code').first().waitFor();
}

async function account({ person }) {
  await openList(person);
  await person.button(person.words.account).click();
  await person.page.getByRole('menu').waitFor();
}

async function jump({ person }) {
  await openList(person);
  await person.page.keyboard.press('Control+K');
  await person.page.getByRole('dialog').waitFor();
}

async function removal({ person, office }) {
  await members({ person });
  await person.button(person.words.removePerson(office.people[1])).click();
  await person.page.getByRole('alertdialog').waitFor();
}

async function browse({ person }) {
  await dialog('browseChannels')({ person });
  await person.dialog(person.words.browseChannels).getByRole('listitem').first().waitFor();
}

async function channelSettings({ person }) {
  await person.button(person.words.channelSettings).click();
  await person.dialog(person.words.channelSettings).waitFor();
}

async function security({ person }) {
  await dialog('settings', { inMenu: true })({ person });
  await person.page.getByRole('tab', { name: person.words.security }).click();
  await person.page.getByRole('listitem').last().waitFor();
}

/** The name of the server, with the same names and addresses on every machine that takes pictures. */
async function server({ person }) {
  await offerNames(person, { ask: false });
  await dialog('settings', { inMenu: true })({ person });
  await person.page.getByRole('tab', { name: person.words.server }).click();
  await person.field(person.words.hostName).waitFor();
}

async function newRoot({ person }) {
  await server({ person });
  await person.button(person.words.useThisName).click();
  await person.page.getByRole('alertdialog').waitFor();
}

async function deleteAccount({ person }) {
  await security({ person });
  await person.page.getByRole('button', { name: person.words.deleteAccount }).click();
  await person.page.getByRole('alertdialog').waitFor();
}

/** The people of a private channel, and somebody to add. */
async function people({ person, office }) {
  await openList(person);
  await person.link(office.quiet).click();
  await person.button(person.words.peopleIn(office.quiet)).click();
  const dialog = person.dialog(person.words.peopleIn(office.quiet));
  await dialog.getByRole('listitem').first().waitFor();
  await dialog.getByRole('searchbox').fill('e');
  await dialog.getByRole('button', { name: person.words.addPerson(office.people[3]) }).waitFor();
}

async function archived({ person, office }) {
  await browse({ person });
  await person.dialog(person.words.browseChannels).getByRole('button', { name: office.old }).click();
  await person.button(person.words.restore).waitFor();
}

async function category({ person, office }) {
  await openList(person);
  await person.button(person.words.categoryMenu(office.category)).click();
  await person.page.getByRole('menu').waitFor();
}

async function inviters({ person }) {
  await dialog('workspaceSettings')({ person });
  await person.button(person.words.inviters).click();
  await person.dialog(person.words.inviters).getByRole('listitem').nth(3).waitFor();
}

/** One of the ends of a workspace, by its place at the foot of the settings. */
function ending(index) {
  return async ({ person }) => {
    await dialog('workspaceSettings')({ person });
    await person.dialog(person.words.workspaceSettings).locator('.endings button').nth(index).click();
    await person.page.getByRole('alertdialog').waitFor();
  };
}

/** A channel in which nothing was said yet. */
async function empty({ person, office }) {
  await openList(person);
  const name = office.channels.at(-1);
  await person.link(name).click();
  await person.composer(name).waitFor();
}

/** The server is away, and something was typed. */
async function offline({ person, house, office }) {
  await house.kill();
  await person.composer('general').fill(office.typed);
  await person.button(person.words.send).click();
  await person.page.getByRole('status').filter({ hasText: person.words.reconnecting }).waitFor();
  await person.page.getByText(office.typed).waitFor();
}

/** On a phone the list of channels is behind the way back. */
async function openList(person) {
  const back = person.button(person.words.back);
  if (await back.isVisible()) await back.click();
  await person.link('general').waitFor();
}

async function signIn({ person }) {
  await person.page.goto('/');
  await person.heading(person.words.signIn).waitFor();
}

async function join({ person, code }) {
  await person.page.goto(`/join/${code}`);
  await person.button(person.words.createAccount).waitFor();
}

async function signUp({ person, code }) {
  await join({ person, code });
  await person.button(person.words.createAccount).click();
  await person.heading(person.words.createAccount).waitFor();
}

async function trust({ person }) {
  await person.page.goto('/trust');
  await person.page.locator('#verdict:not(:empty)').waitFor();
}

/** The last step of the set-up. */
async function name({ person }) {
  await offerNames(person, { ask: true });
  await person.page.goto('/setup/name');
  await person.heading(person.words.whichName).waitFor();
}

/** Lets the server offer the same names and addresses on every machine that takes pictures. */
async function offerNames(person, { ask }) {
  const offer = {
    name: '',
    ask,
    changeable: true,
    suggestions: ['kaede.office.example', 'kaede', '192.168.1.10'],
    devices: 17,
  };
  const inUse = { status: 409, json: { code: 'authority_in_use' } };
  await person.page.route('**/api/v1/public-name', (route) =>
    route.fulfill(route.request().method() === 'GET' ? { json: offer } : inUse),
  );
}

async function setUp({ person }) {
  await person.page.goto(`/setup#${setupCode}`);
  await person.heading(person.words.setUp).waitFor();
}

const outside = new Set([signIn, join, signUp, trust, setUp]);

/** Leads somebody of a furnished house to a screen, in one look, at a device of their own. */
export async function show(browser, screen, look, scene) {
  const [theme, language, width] = look.split('-');
  const device = await browser.device({
    language,
    colorScheme: theme,
    ...sizes[width],
  });
  const person = new Person(await device.newPage(), scene.owner, language);
  if (!outside.has(screen.show)) {
    await person.page.goto('/');
    await person.signsIn();
    await person.workspace(scene.office.workspace).waitFor();
    if (width === '390') await person.link('general').click();
    await chat({ person, ...scene });
  }
  await screen.show({ person, ...scene });
  await person.page.mouse.move(0, 0);
  await person.page.evaluate(() => document.fonts.ready);
  return person;
}

/** What a screen leaves to be done: the one without a server gets it back. */
export async function leave(screen, person, { house }) {
  await person.page.context().close();
  if (screen.show === offline) await house.start();
}
