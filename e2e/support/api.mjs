import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

/** A program that acts for a person, with a bearer token, beside their browser. */
export class Program {
  static async of(house, { username, password }) {
    const { status, body } = await house.ask('POST', '/api/v1/sessions', {
      body: { username, password, token: true },
    });
    assert.equal(status, 201);
    return new Program(house, body.token);
  }

  constructor(house, token) {
    this.house = house;
    this.token = token;
  }

  async ask(method, path, body, expected = [200, 201, 204]) {
    const answer = await this.house.ask(method, `/api/v1${path}`, {
      body,
      token: this.token,
    });
    assert.ok([expected].flat().includes(answer.status), `${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  post = (channel, text) =>
    this.ask('POST', `/channels/${channel.id}/messages`, {
      nonce: randomUUID(),
      text,
    });

  async channel(name) {
    return (await this.ask('GET', '/bootstrap')).channels.find((one) => one.name === name);
  }

  async workspace(name) {
    return (await this.ask('GET', '/bootstrap')).workspaces.find((one) => one.name === name);
  }

  /** Everything that people wrote in a channel, oldest first. */
  async history(channel) {
    let before = '';
    const all = [];
    do {
      const page = await this.ask('GET', `/channels/${channel.id}/messages?limit=100${before && `&before=${before}`}`);
      all.unshift(...page.items);
      before = page.next;
    } while (before);
    return all.filter((message) => !message.kind);
  }
}
