import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

/** A program that acts for a person, with a bearer token, beside their browser. */
export class Program {
  static async of(house, { username, password }) {
    const { body } = await house.creates('/sessions', { username, password, token: true });
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

  post = (channel, text, more) =>
    this.ask('POST', `/channels/${channel.id}/messages`, {
      nonce: randomUUID(),
      text,
      ...more,
    });

  /** Uploads a file as tus clients do, in one piece, and gives its id. */
  async upload(name, bytes, { alt } = {}) {
    const said = Object.entries({ filename: name, ...(alt && { alt }) });
    const metadata = said.map(([key, text]) => `${key} ${Buffer.from(text).toString('base64')}`).join(',');
    const { token } = this;
    const begun = await this.house.ask('POST', '/api/v1/uploads', {
      token,
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': bytes.length, 'Upload-Metadata': metadata },
    });
    assert.equal(begun.status, 201, begun.text);
    const { pathname } = new URL(begun.headers.location, this.house.origin);
    const headers = {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': 0,
      'Content-Type': 'application/offset+octet-stream',
      'Content-Length': bytes.length,
    };
    const ended = await this.house.ask('PATCH', pathname, { token, bytes, headers });
    assert.equal(ended.status, 204, ended.text);
    return Number(pathname.split('/').at(-1));
  }

  /** Says something with files, each `[name, bytes, alt?]`. */
  async brings(channel, text, ...files) {
    const ids = [];
    for (const [name, bytes, alt] of files) ids.push(await this.upload(name, bytes, { alt }));
    return this.post(channel, text, { files: ids });
  }

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
