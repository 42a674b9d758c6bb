import { attaching } from './attaching-screens.mjs';
import { filed } from './files-screens.mjs';
import { others, some } from './looks.mjs';
import { holds } from './touch.mjs';
import { until } from './until.mjs';
import { chat, openList } from './ways.mjs';

/** The screens of what people say to one another. */
export const conversation = [
  { name: 'lively', show: asking, in: some, asked: true },
  { name: 'acting', show: acting, in: others, pointed: true },
  { name: 'reactions', show: reactions, in: some },
  { name: 'thread', show: thread, in: others },
  { name: 'threads', show: threads, in: some },
  { name: 'pins', show: pins, in: others },
  { name: 'emoji', show: emoji, in: some },
  { name: 'mentioning', show: completing('@'), in: others, writes: true },
  { name: 'shortcode', show: completing(':', 'smi'), in: some, writes: true },
  { name: 'preview', show: preview, in: others, writes: true },
  { name: 'typing', show: typing, in: some },
  { name: 'direct', show: direct, in: others },
  { name: 'new-direct', show: newDirect, in: some },
  { name: 'person', show: personCard, in: others },
  { name: 'announcements', show: announcements, in: some, as: 4 },
  ...attaching,
  ...filed,
  { name: 'channel-menu', show: channelMenu, in: others, folds: true },
];

/** The channel in which much has happened, with the last of it new. */
async function lively({ person, programs, office, conversation }) {
  const { lively, fresh } = conversation;
  await openList(person);
  await programs[0].ask('POST', `/channels/${lively.id}/unread`, { seq: fresh.seq });
  const link = person.link(office.lively);
  await until(() => link.getAttribute('aria-describedby'), 'the page to know that it is unread');
  await link.click();
  await person.sees(office.lively, office.sayings.more[2]);
  await person.page.getByRole('separator', { name: person.words.newMessages }).waitFor({ state: 'attached' });
}

/** The same, with the question about notifications above it. */
async function asking(scene) {
  await lively(scene);
  await scene.person.button(scene.person.words.turnOn).waitFor();
}

const article = (person, office, text) => person.articles(office.lively).filter({ hasText: text }).first();
const isPhone = (person) => person.page.viewportSize().width < 640;

/** Scrolls to where the channel begins. */
async function earlier(scene) {
  const { person, office } = scene;
  await lively(scene);
  const log = person.log(office.lively);
  await log.hover();
  await until(async () => {
    await person.page.mouse.wheel(0, -600);
    return log.evaluate((one) => one.scrollTop === 0);
  }, 'the beginning to be in view');
}

/** The toolbar of a message with its menu, or the sheet that a finger opens. */
async function acting(scene) {
  const { person, office } = scene;
  await earlier(scene);
  const message = article(person, office, office.sayings.edited);
  if (isPhone(person)) return holds(message, person.dialog(person.words.messageActions));
  await opensMore(person, message);
}

async function opensMore(person, message) {
  await message.hover();
  await person.button(person.words.more, message).click();
  await person.page.getByRole('menu').waitFor();
}

async function reactions(scene) {
  const { person, office } = scene;
  await earlier(scene);
  const message = article(person, office, office.sayings.pinned.slice(0, 10));
  const item = `${person.words.reactions}…`;
  if (isPhone(person)) {
    const sheet = person.dialog(person.words.messageActions);
    await holds(message, sheet);
    await person.button(item, sheet).click();
  } else {
    await opensMore(person, message);
    await person.page.getByRole('menuitem', { name: item, exact: true }).click();
  }
  const people = person.dialog(person.words.reactions);
  await people.getByRole('listitem').nth(3).waitFor();
}

async function thread(scene) {
  const { person, office, conversation } = scene;
  await lively(scene);
  const line = person.log(office.lively).locator(`button[data-thread="${conversation.root.id}"]`);
  await line.click();
  const pane = person.page.getByRole('complementary', { name: person.words.thread, exact: true });
  await pane.getByText(office.sayings.replies[3]).waitFor();
}

/** The threads that somebody follows, one of them with something new. */
async function threads({ person, programs, office, conversation }) {
  await openList(person);
  await programs[0].ask('POST', `/threads/${conversation.root.id}/unread`, { seq: conversation.root.seq + 1 });
  await person.button(person.words.threads).click();
  const pane = person.page.getByRole('complementary', { name: person.words.threads, exact: true });
  await pane.getByText(office.sayings.replies[3]).waitFor();
}

async function pins(scene) {
  const { person, office } = scene;
  await lively(scene);
  await person.button(person.words.pins).click();
  const pane = person.page.getByRole('complementary', { name: person.words.pins });
  await pane.getByText(office.sayings.pinned.slice(0, 10)).waitFor();
}

async function emoji({ person }) {
  await person.button(person.words.emoji).last().click();
  await person.dialog(person.words.emoji).getByRole('option').first().waitFor();
}

function completing(sign, typed) {
  return async ({ person, office }) => {
    await person.button(person.words.emoji).last().waitFor();
    await person.composer('general').fill('');
    await person.composer('general').focus();
    await person.page.keyboard.type(sign + (typed ?? office.sayings.name));
    await person.page.getByRole('option').first().waitFor();
  };
}

/** Words under the format row, looked at before they are sent. */
async function preview({ person, office }) {
  await person.composer('general').fill(office.sayings.writing);
  const formatting = person.page.getByRole('button', { name: person.words.formatting, exact: true });
  if (isPhone(person)) await formatting.click();
  await person.button(person.words.preview).click();
  await person.page.getByRole('region', { name: person.words.preview }).locator('li').first().waitFor();
}

/** Somebody else is writing, and what is new begins above what is seen. */
async function typing(scene) {
  const { person, enter, office, conversation } = scene;
  await lively({ ...scene, conversation: { ...conversation, fresh: conversation.pinned } });
  const newest = person.button(person.words.jumpToNewest);
  if (await newest.isVisible()) await newest.click();
  await person.page.getByRole('group', { name: person.words.newMessages }).waitFor();
  const ben = await enter(1);
  await ben.link(office.lively).click();
  await ben.composer(office.lively).pressSequentially('I th');
  await person.page
    .getByText(/is typing…|入力中…/)
    .first()
    .waitFor();
}

async function direct({ person, office }) {
  await openList(person);
  await person.link(office.people[1]).click();
  await person.field(person.words.messageToPerson(office.people[1])).waitFor();
  await person.page.getByText(office.sayings.hello[2]).waitFor();
}

async function newDirect({ person, office }) {
  await openList(person);
  await person.button(person.words.newDirect).click();
  const dialog = person.dialog(person.words.newDirect);
  const field = dialog.getByRole('combobox', { name: person.words.directTo, exact: true });
  for (const name of [office.people[1], office.people[4]]) {
    await field.fill(name);
    await dialog.getByRole('option').filter({ hasText: name }).first().waitFor();
    await field.press('Enter');
  }
  await field.fill(office.people[2].slice(0, 2));
  await dialog.getByRole('option').first().waitFor();
}

async function personCard(scene) {
  const { person, office } = scene;
  await chat(scene);
  await person.log('general').getByRole('button', { name: office.people[1], exact: true }).last().click();
  await person.dialog(person.words.profileOf(office.people[1])).waitFor();
}

/** A channel that only moderators write in, as others see it. */
async function announcements({ person, office }) {
  await openList(person);
  await person.link(office.announcements).click();
  await person.sees(office.announcements, office.sayings.announced.slice(0, 6));
}

/** The list with favourites, a muted channel and a folded section, and the menu of one of its rows. */
async function channelMenu({ person, office }) {
  await openList(person);
  const fold = person.button(office.category);
  if ((await fold.getAttribute('aria-expanded')) === 'true') await fold.click();
  await person.link(office.lively).click({ button: 'right' });
  await person.page.getByRole('menu').waitFor();
}
