import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './until.mjs';

export const setupCode = 'OPEN-SESAME';

const binary = resolve(process.env.COURTYARD ?? new URL('../../dist/courtyard', import.meta.url).pathname);

/** The real server on a free port of this machine, with a data folder of its own and a root to trust. */
export class House {
  #process;
  #said = '';

  /** With a HOST of '', set-up asks which name people will type: others can reach the server then. */
  static async open(settings = {}) {
    const house = new House();
    house.settings = settings;
    house.folder = await mkdtemp(join(tmpdir(), 'courtyard-house-'));
    house.port = await freePort();
    house.origin = `https://127.0.0.1:${house.port}`;
    await house.start();
    return house;
  }

  async start() {
    const env = {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(this.port),
      DATA_DIR: join(this.folder, 'data'),
      SETUP_CODE: setupCode,
      TIME_ZONE: 'Asia/Tokyo',
      ...this.settings,
    };
    this.#process = spawn(binary, {
      cwd: this.folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this.#process);
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream.on('data', (text) => (this.#said += text));
    this.#process.on('exit', () => running.delete(this.#process));
    await this.#answers();
  }

  async #answers() {
    await until(async () => {
      if (this.#process.exitCode !== null) throw new Error(`the server ended at once:\n${this.#said}`);
      const answer = await fetch(`http://127.0.0.1:${this.port}/trust/courtyard-root.crt`).catch(() => null);
      if (answer?.ok) this.root = await answer.text();
      return answer?.ok;
    }, 'the server to hand out its root certificate');
    await until(
      async () => (await this.ask('GET', '/healthz').catch(() => null))?.status === 200,
      'the server to be well',
    );
  }

  /** One request over HTTPS that trusts the house's root and nothing else. With a cookie, or '', it is our own page that asks. */
  ask(method, path, { body, bytes, headers: named, token, cookie } = {}) {
    const headers = {
      ...(body && { 'Content-Type': 'application/json' }),
      ...named,
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { Origin: this.origin, Cookie: cookie }),
    };
    return new Promise((done, failed) => {
      const request = https.request(this.origin + path, { method, headers, ca: this.root, agent: false }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', failed);
        answer.on('end', () => {
          const whole = Buffer.concat(parts);
          done({
            status: answer.statusCode,
            headers: answer.headers,
            cookie: answer.headers['set-cookie']?.[0].split(';')[0],
            bytes: whole,
            ...parsed(whole.toString()),
          });
        });
      });
      request.on('error', failed);
      request.end(bytes ?? (body && JSON.stringify(body)));
    });
  }

  /** Creates something; gives the answer, with the cookie of whoever was signed in by it. */
  async creates(path, body, cookie) {
    const answer = await this.ask('POST', `/api/v1${path}`, { body, cookie });
    assert.equal(answer.status, 201, answer.text);
    return answer;
  }

  /** Ends the server in order. */
  stop = () => this.#end('SIGTERM');

  /** Ends the server as a power cut does. */
  kill = () => this.#end('SIGKILL');

  /** Starts the server again on the same port and the same data. */
  async restart() {
    if (this.#process.exitCode === null && this.#process.signalCode === null) await this.stop();
    await this.start();
  }

  async close() {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #end(signal) {
    const ending = this.#process;
    if (ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((done) => ending.once('exit', done));
    ending.kill(signal);
    const late = setTimeout(() => ending.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(late);
  }
}

const running = new Set();
process.on('exit', () => {
  for (const one of running) one.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

function parsed(text) {
  try {
    return { text, body: text ? JSON.parse(text) : undefined };
  } catch {
    return { text };
  }
}

/** Below the ports that the kernel gives to clients: one of those could take it while a server is being restarted. */
async function freePort() {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port) {
  return new Promise((done) => {
    const server = net.createServer();
    server.on('error', () => done(false));
    server.listen(port, () => server.close(() => done(true)));
  });
}
