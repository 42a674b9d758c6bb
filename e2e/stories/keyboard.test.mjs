import assert from 'node:assert/strict';
import { hasFocus } from '../support/field.mjs';
import { setupCode } from '../support/house.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

/** Somebody who has no mouse. */
class Hands {
  constructor(person) {
    this.person = person;
    this.keys = person.page.keyboard;
  }

  /** Goes from control to control until one has the focus, and can be seen to have it. */
  async reach(target, key = 'Tab') {
    await target.waitFor();
    for (let presses = 0; presses < 80; presses++) {
      if (await target.evaluate((node) => node === document.activeElement)) return this.#shows(target);
      await this.keys.press(key);
    }
    assert.fail(`no way to ${target} by ${key}`);
  }

  async #shows(target) {
    const ring = await target.evaluate((node) => {
      const styles = [node, ...node.children, node.closest('form') ?? node].map((one) => getComputedStyle(one));
      return styles.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px');
    });
    assert.ok(ring, `nobody sees that ${target} has the focus`);
  }

  async types(target, text) {
    await this.reach(target);
    await this.keys.type(text);
  }

  async presses(target, key = 'Enter') {
    await this.reach(target);
    await this.keys.press(key);
  }
}

story('Aiko and Ben do their whole day’s work without a mouse', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko);
  const { words, cast, who } = aiko;
  const hands = new Hands(aiko);
  await aiko.page.goto(`/setup#${setupCode}`);
  await hands.types(aiko.field(words.organisation), cast.organisation);
  await hands.types(aiko.field(words.workspaceName), cast.workspace);
  await hands.types(aiko.field(words.yourName), who.name);
  await hands.types(aiko.field(words.username), who.username);
  await hands.types(aiko.password(), who.password);
  await hands.keys.press('Enter');
  await aiko.composer('general').waitFor();
  await hands.reach(aiko.composer('general'));
  await hands.keys.type('Good morning');
  await hands.keys.press('Enter');
  await aiko.sees('general', 'Good morning');

  // A private channel in a category, moved by one place.
  await hands.presses(aiko.button(words.createCategory), 'Enter');
  await hands.types(aiko.field(words.categoryName), 'Teams');
  await hands.keys.press('Enter');
  await aiko.dialog(words.createCategory).waitFor({ state: 'detached' });
  await hands.presses(aiko.button(words.createChannel));
  await hands.types(aiko.field(words.channelName), 'plans');
  await hands.presses(aiko.page.getByRole('checkbox', { name: words.privateChannel }), 'Space');
  await hands.presses(aiko.button(words.createChannel, aiko.dialog(words.createChannel)));
  await aiko.composer('plans').waitFor();
  await hands.reach(aiko.link('plans'), 'Shift+Tab');
  await hands.keys.press('Control+Shift+ArrowDown');
  const teams = aiko.page.getByRole('group', { name: 'Teams', exact: true });
  await teams.getByRole('link', { name: 'plans', exact: true }).waitFor();

  // Arrows go from a channel to the head of its category, past the items of its menu, and there from item to item.
  await hasFocus(aiko.link('plans'));
  await hands.keys.press('ArrowUp');
  await hasFocus(aiko.button('Teams'));
  await hands.presses(aiko.button(words.categoryMenu('Teams')), 'Enter');
  const items = aiko.page.getByRole('menuitem');
  await hasFocus(items.first());
  await hands.keys.press('ArrowDown');
  await hasFocus(items.nth(1));
  await hands.keys.press('Escape');

  await hands.presses(aiko.button(words.invitePeople), 'Enter');
  await hands.presses(aiko.button(words.createInvite));
  const code = (await aiko.page.getByTestId('invite-code').first().textContent()).trim();
  await hands.keys.press('Escape');

  const ben = await stage.enter(stage.cast.ben);
  const others = new Hands(ben);
  await ben.page.goto(`/join/${code}`);
  await others.presses(ben.button(words.createAccount));
  await others.types(ben.field(words.yourName), ben.who.name);
  await others.types(ben.field(words.username), ben.who.username);
  await others.types(ben.password(), ben.who.password);
  await others.keys.press('Enter');
  await ben.composer('general').waitFor();

  await aiko.page.keyboard.press('Control+K');
  await hands.keys.type('gen');
  await hands.keys.press('Enter');
  await aiko.composer('general').waitFor();
  await hands.keys.press('Alt+ArrowDown');
  await aiko.composer('plans').waitFor();
  await others.reach(ben.composer('general'));
  await others.keys.type('Here I am');
  await others.keys.press('Enter');
  await aiko.page.getByText(words.unread(1)).waitFor({ state: 'attached' });
  await hands.keys.press('Alt+PageUp');
  await aiko.sees('general', 'Here I am');

  // Ben comes into the private channel and becomes a moderator.
  await hands.keys.press('Alt+ArrowDown');
  await aiko.composer('plans').waitFor();
  await hands.presses(aiko.button(words.peopleIn('plans')));
  await hands.keys.type('ben');
  await hands.presses(aiko.button(words.addPerson('Ben')));
  await ben.link('plans').waitFor();
  await hands.keys.press('Escape');
  await hands.presses(aiko.button(words.members), 'Space');
  const role = aiko.page.getByRole('combobox', { name: words.roleOf('Ben') });
  await hands.reach(role);
  await hands.keys.press('m'); // Member, Moderator: the next one that begins with it
  await ben.button(words.createChannel).waitFor();

  await hands.presses(aiko.button(words.account));
  const focused = () => aiko.page.evaluate(() => document.activeElement.getAttribute('role'));
  await until(async () => (await focused()) === 'menuitemradio', 'the menu to have the focus');
  await hands.keys.press('End');
  await hands.keys.press('Enter');
  await aiko.heading(words.signIn).waitFor();
});
