import { conversation } from './conversation-screens.mjs';
import { setupCode } from './house.mjs';
import { all, others, some } from './looks.mjs';
import { shared } from './shared-screens.mjs';
import { chat, dialog, openList } from './ways.mjs';

/**
 * Each screen, how to come to it, and in which clothes: light or dark, language, width. `as` says who sees it, `outside`
 * that nobody has signed in, `empty` that nobody could; `asked`, that it asks about notifications; `pointed`, that the
 * pointer stays; `writes`, that a draft is left in general; `folds`, that a section is folded; `ends`, that the server does not go on;
 * `undo` takes back what no other screen shows.
 */
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
  { name: 'notifications', show: notifications, in: some },
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
  ...conversation,
  ...shared,
  { name: 'offline', show: offline, in: some, ends: true },
  { name: 'sign-in', show: signIn, in: some, outside: true },
  { name: 'join', show: join, in: some, outside: true },
  { name: 'sign-up', show: signUp, in: others, outside: true },
  { name: 'trust', show: trust, in: some, outside: true },
  { name: 'name', show: name, in: others },
  { name: 'set-up', show: setUp, in: some, outside: true, empty: true },
];

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

async function jump({ person, office }) {
  await openList(person);
  await person.page.keyboard.press('Control+K');
  const field = person.page.getByRole('dialog').getByRole('combobox');
  await field.fill(office.sought);
  await person.page.getByRole('option').first().waitFor();
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

async function notifications({ person }) {
  await openList(person);
  await dialog('settings', { inMenu: true })({ person });
  await person.page.getByRole('tab', { name: person.words.notifications }).click();
  await person.field(person.words.keywords).waitFor();
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
