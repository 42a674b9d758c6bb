// Runs in a network of its own: gives the machine an address, waits until the server shows a certificate with it, and takes
// the address away again. Prints the seconds that each took.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import tls from 'node:tls';
import { House } from './house.mjs';
import { until } from './until.mjs';

const address = '10.213.77.1';

const ip = (...words) => {
  try {
    execFileSync('ip', words);
  } catch ({ message }) {
    throw new Error(`the right to change addresses is missing (CAP_NET_ADMIN), or the package iproute2: ${message}`);
  }
};

/** The names in the certificate that a device with this root sees, or why it refuses. */
const look = (house, host) =>
  new Promise((done) => {
    const socket = tls.connect(
      {
        host,
        port: house.port,
        ca: house.root,
        checkServerIdentity: () => undefined,
      },
      () => {
        done(socket.getPeerCertificate().subjectaltname);
        socket.end();
      },
    );
    socket.on('error', ({ code }) => done(code));
  });

const opens = (house, host) =>
  new Promise((done) => {
    const socket = tls.connect({ host, port: house.port, ca: house.root }, () => {
      socket.end();
      done(true);
    });
    socket.on('error', () => done(false));
  });

const seconds = async (ask, what) => {
  const begun = performance.now();
  await until(ask, what, { seconds: 40 });
  return Number(((performance.now() - begun) / 1000).toFixed(2));
};

ip('link', 'set', 'lo', 'up');
const house = await House.open({ HOST: '' });
try {
  assert.ok(!(await look(house, '127.0.0.1')).includes(address));
  ip('address', 'add', `${address}/32`, 'dev', 'lo');
  const came = await seconds(() => opens(house, address), 'the new address to be in the certificate');
  const root = await (await fetch(`http://${address}:${house.port}/trust/courtyard-root.crt`)).text();
  assert.equal(root, house.root, 'the root stays');
  ip('address', 'del', `${address}/32`, 'dev', 'lo');
  const gone = await seconds(async () => !(await look(house, '127.0.0.1')).includes(address), 'the address to go');
  assert.ok(await opens(house, '127.0.0.1'));
  console.log(JSON.stringify({ seconds: came, gone }));
} finally {
  await house.close();
}
