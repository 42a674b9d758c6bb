import { once } from 'node:events';
import net from 'node:net';

/** A line to the server of so many bytes a second from the client, which can be pulled: for browsers that cannot slow themselves. */
export class Line {
  #server;
  #open = new Set();
  #pulled = false;

  static async to(house, bytesPerSecond) {
    const line = new Line();
    line.rate = bytesPerSecond;
    line.#server = net.createServer((client) => line.#joins(client, house.port));
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    line.origin = `https://127.0.0.1:${line.#server.address().port}`;
    return line;
  }

  #joins(client, port) {
    if (this.#pulled) return client.resetAndDestroy();
    const server = net.connect(port, '127.0.0.1');
    for (const one of [client, server]) {
      this.#open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        this.#open.delete(one);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (part) => {
      server.write(part);
      client.pause();
      setTimeout(() => client.resume(), (part.length / this.rate) * 1000);
    });
    server.pipe(client);
  }

  /** From here on nothing gets through, and what was on its way is lost. */
  pull() {
    this.#pulled = true;
    for (const one of this.#open) one.resetAndDestroy();
  }

  plugIn = () => (this.#pulled = false);

  close() {
    this.pull();
    this.#server.close();
  }
}
