import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Program } from '../support/api.mjs';
import { story } from '../support/story.mjs';
import { Dice, unreliableSocket } from '../support/unreliable.mjs';
import { until } from '../support/until.mjs';

const seed = Number(process.env.STORY_SEED) || 20_261_121;
const emoji = ['👍', '🎉', '❤️', '👀'];
const rooms = ['general', 'plans', 'news'];
/** How many things happen before each comparison. */
const deeds = 150;

story('Whatever the socket loses, doubles and reorders, the page ends in the server’s state', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko);
  await aiko.setUp();
  const ben = await stage.enter(stage.cast.ben);
  await ben.joinsWith(await aiko.invites());
  const office = await Office.of(stage);
  await aiko.page.context().addInitScript(unreliableSocket, seed);
  await aiko.page.reload();
  await aiko.log('general').waitFor();

  await office.live(aiko, deeds);
  await office.sayOneMore(aiko);
  await office.compare(aiko, 'after gaps');

  await office.live(aiko, deeds / 2);
  await stage.house.kill();
  await stage.house.restart();
  await office.compare(aiko, 'after a restart');

  const { lost, doubled, late } = await aiko.page.evaluate('wire');
  await office.live(aiko, deeds / 2);
  await aiko.page.reload();
  await office.compare(aiko, 'after opening the page again');
  assert.ok(Math.min(lost, doubled, late) > 5, `${lost} lost, ${doubled} doubled, ${late} late`);
});

/** The channels of a workspace, and programs that act for its people beside the page. */
class Office {
  static async of(stage) {
    const office = new Office();
    office.dice = new Dice(seed);
    office.aiko = await Program.of(stage.house, stage.cast.aiko);
    office.ben = await Program.of(stage.house, stage.cast.ben);
    const { me, workspaces } = await office.aiko.ask('GET', '/bootstrap');
    office.me = me.id;
    office.workspace = workspaces[0].id;
    for (const name of rooms.slice(1))
      await office.aiko.ask('POST', `/workspaces/${office.workspace}/channels`, { name, everyone: true });
    const { me: his } = await office.ben.ask('GET', '/bootstrap');
    office.pair = await office.ben.ask('POST', '/direct', { account_ids: [his.id, me.id] });
    office.said = [];
    return office;
  }

  async live(person, count) {
    await person.page.evaluate('wire.reliable = false');
    for (let i = 0; i < count; i++) await this.dice.of(this.#deeds)(i);
    await person.page.evaluate('wire.reliable = true');
  }

  /** One more in every log, heard for certain: a gap before it is noticed. */
  async sayOneMore(person) {
    const late = 200; // longer than anything is held back
    await person.page.waitForTimeout(late);
    for (const channel of await this.#channels()) await this.#send(this.ben, channel, 'the last word');
    await this.aiko.ask('PATCH', '/me', { status: `done ${randomUUID()}` });
    await this.aiko.ask('PATCH', `/workspaces/${this.workspace}`, { description: randomUUID() });
  }

  #channels = async () => (await this.ben.ask('GET', '/bootstrap')).channels;

  async #send(who, channel, text, more = {}) {
    const sent = await who.ask('POST', `/channels/${channel.id}/messages`, { nonce: randomUUID(), text, ...more });
    this.said.push({ ...sent, who });
    return sent;
  }

  #anyChannel = async () => this.dice.of(await this.#channels());
  #any = () => this.dice.of(this.said);
  /** What is gone meanwhile, or not allowed, is no fault here. */
  #try = (who, method, path, body) => who.ask(method, path, body, [200, 201, 204, 403, 404, 409]);

  /** What may happen; what happens often stands more than once. */
  #deeds = [
    async (i) => this.#send(this.ben, await this.#anyChannel(), `message ${i}`),
    async (i) => this.#send(this.ben, await this.#anyChannel(), `message ${i}`),
    async (i) => this.#send(this.ben, await this.#anyChannel(), `@aiko message ${i}`),
    async (i) => this.#send(this.aiko, await this.#anyChannel(), `@channel message ${i}`),
    async (i) => {
      const one = this.#any();
      if (one) await this.#try(one.who, 'PATCH', `/messages/${one.id}`, { text: `edited ${i} @aiko` });
    },
    async () => {
      const one = this.#any();
      if (one && this.dice.chance() < 0.5) await this.#try(one.who, 'DELETE', `/messages/${one.id}`);
    },
    async () => {
      const one = this.#any();
      const which = encodeURIComponent(this.dice.of(emoji));
      if (one)
        await this.#try(
          this.ben,
          this.dice.of(['PUT', 'PUT', 'DELETE']),
          `/messages/${one.id}/reactions?emoji=${which}`,
        );
    },
    async () => {
      const one = this.#any();
      const which = encodeURIComponent(this.dice.of(emoji));
      if (one) await this.#try(this.aiko, 'PUT', `/messages/${one.id}/reactions?emoji=${which}`);
    },
    async () => {
      const one = this.#any();
      if (one) await this.#try(this.aiko, this.dice.of(['PUT', 'DELETE']), `/messages/${one.id}/pin`);
    },
    async (i) => {
      const one = this.#any();
      if (!one) return;
      const more = { parent: one.id, to_channel: this.dice.chance() < 0.3 };
      const body = { nonce: randomUUID(), text: `@aiko reply ${i}`, ...more };
      const sent = await this.#try(this.ben, 'POST', `/channels/${one.channel}/messages`, body);
      if (sent?.id) this.said.push({ ...sent, who: this.ben });
    },
    async () => {
      const channel = await this.#anyChannel();
      await this.aiko.ask('PUT', `/channels/${channel.id}/read`, {
        seq: Math.ceil(this.dice.chance() * channel.last_seq),
      });
    },
    async () => {
      const channel = await this.#anyChannel();
      const seq = Math.max(1, Math.ceil(this.dice.chance() * channel.last_seq));
      await this.aiko.ask('POST', `/channels/${channel.id}/unread`, { seq });
    },
    async (i) => {
      const channel = await this.#anyChannel();
      await this.#try(this.aiko, 'PATCH', `/channels/${channel.id}`, { topic: `topic ${i}` });
    },
    async () => {
      const channel = await this.#anyChannel();
      await this.aiko.ask('PATCH', `/channels/${channel.id}/membership`, { muted: this.dice.chance() < 0.3 });
    },
    async () => {
      const channel = await this.#anyChannel();
      await this.aiko.ask('PATCH', `/channels/${channel.id}/membership`, { favourite: this.dice.chance() < 0.5 });
    },
    async () => {
      const channel = (await this.#channels()).find((one) => one.name === 'news');
      await this.aiko.ask('DELETE', `/channels/${channel.id}/members/${this.me}`);
      await this.aiko.ask('PUT', `/channels/${channel.id}/members/${this.me}`);
    },
  ];

  /** What is on the screen, channel by channel, against what the server says. */
  async compare(person, when) {
    await same(
      () => shownList(person),
      () => this.#storedList(),
      `the list ${when}`,
    );
    for (const { id } of await this.#channels()) {
      await person.page.locator(`nav a[data-channel="${id}"]`).first().click();
      await person.page.getByRole('log').waitFor();
      const stored = async () => this.#storedMessages(id);
      await same(
        async () =>
          shownMessages(
            person,
            (await stored()).map((one) => one.seq),
          ),
        stored,
        `channel ${id} ${when}`,
      );
    }
    await person.page.locator('nav a[data-channel]').filter({ hasText: 'general' }).first().click();
    await person.log('general').waitFor();
  }

  async #storedList() {
    const { channels } = await this.aiko.ask('GET', '/bootstrap');
    return Object.fromEntries(
      channels.map((one) => [one.id, one.muted ? [0, one.mentions] : [one.unread, one.mentions]]),
    );
  }

  async #storedMessages(id) {
    const { items } = await this.aiko.ask('GET', `/channels/${id}/messages?limit=12`);
    return items
      .filter((one) => !one.kind)
      .map((one) => ({
        seq: one.seq,
        text: one.deleted_at ? null : one.text.toLowerCase(),
        edited: Boolean(one.edited_at),
        replies: one.replies ?? 0,
        reactions: (one.reactions ?? []).map(({ emoji, count, mine }) => `${emoji}${count}${mine ? ' mine' : ''}`),
      }));
  }
}

/** Unread messages and mentions of each channel in the list, by the channel's id. */
const shownList = (person) =>
  person.page.locator('nav a[data-channel]').evaluateAll((links) =>
    Object.fromEntries(
      links.map((link) => {
        const about = document.getElementById(link.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
        const number = (pattern) => Number(pattern.exec(about)?.[1] ?? 0);
        return [link.dataset.channel, [number(/(\d+) unread/), number(/(\d+) mention/)]];
      }),
    ),
  );

/** What the open channel shows of some messages, by their seqs. */
const shownMessages = (person, seqs) =>
  person.page.getByRole('log').evaluate((log, seqs) => {
    log.scrollTop = log.scrollHeight;
    return seqs.map((seq) => {
      const article = log.querySelector(`article[aria-posinset="${seq}"]`);
      if (!article) return { seq };
      const replies = article.querySelector('[data-thread] .count')?.textContent ?? '';
      const own = [...article.querySelectorAll('.content')].find((one) => one.closest('article') === article);
      return {
        seq,
        text: own?.textContent.trim().toLowerCase() ?? null,
        edited: article.querySelector('.edited') !== null,
        replies: Number(/\d+/.exec(replies)?.[0] ?? 0),
        reactions: [...article.querySelectorAll('.reactions button')].map(
          (one) => `${one.textContent.trim()}${one.ariaPressed === 'true' ? ' mine' : ''}`,
        ),
      };
    });
  }, seqs);

async function same(shown, stored, what) {
  let difference;
  await until(async () => {
    try {
      assert.deepEqual(await shown(), await stored());
      return true;
    } catch (thrown) {
      difference = thrown;
      return false;
    }
  }, what).catch(() => {
    throw new Error(`${what} differs`, { cause: difference });
  });
}
