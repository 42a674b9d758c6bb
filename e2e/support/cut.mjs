import { once } from 'node:events';
import net from 'node:net';
import { Dice } from './unreliable.mjs';

/** How a connection ends: both sides are told, or in order, or only the client is, as with a machine that loses its network. */
const ends = ['reset', 'close', 'silence'];

/**
 * A line to the server that is cut after so many bytes from the client, each time another number; what is on its way is counted. Its
 * numbers come from a seed.
 */
export class CutLine {
  /** What the client has sent over all connections, TLS included. */
  sent = 0;
  cuts = 0;
  /** Those of the cuts that lose what the server has not read. */
  resets = 0;
  #server;
  #open = new Set();

  static async to(house, { seed, cuts, from, to }) {
    const line = new CutLine();
    Object.assign(line, { dice: new Dice(seed), left: cuts, from, to });
    line.#server = net.createServer((client) => line.#joins(client, net.connect(house.port, '127.0.0.1')));
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    line.origin = `https://127.0.0.1:${line.#server.address().port}`;
    return line;
  }

  /** Carries bytes both ways, as fast as the slower side takes them. */
  #joins(client, server) {
    let left = this.left > 0 ? this.from + Math.floor(this.dice.chance() * (this.to - this.from)) : Infinity;
    for (const one of [client, server]) {
      this.#open.add(one);
      one.on('error', () => {});
      one.on('close', () => this.#open.delete(one));
    }
    client.on('data', (part) => {
      if (left <= 0) return;
      this.sent += part.length;
      const onward = server.write(part);
      left -= part.length;
      if (left <= 0) this.#cut(client, server);
      else if (!onward) client.pause();
    });
    server.on('drain', () => client.resume());
    server.pipe(client);
    client.on('end', () => left > 0 && server.end());
    server.on('close', () => client.destroy());
  }

  #cut(client, server) {
    this.left--;
    this.cuts++;
    const how = this.dice.of(ends);
    server.unpipe(client);
    client.resetAndDestroy();
    if (how === 'reset') {
      this.resets++;
      server.resetAndDestroy();
    }
    if (how === 'close') server.end();
  }

  close() {
    for (const one of this.#open) one.destroy();
    this.#server.close();
  }
}
