import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Root may make a network of its own; others need a user namespace around it. */
const ownNetwork = process.getuid() === 0 ? ['--net'] : ['--net', '--map-root-user'];

test(
  'An address that the machine gets while the server runs is certified within 30 s, under the same root',
  { timeout: 120_000 },
  async (t) => {
    await run('unshare', [...ownNetwork, 'true']).catch(({ message }) =>
      assert.fail(`the right to make a network namespace is missing (CAP_SYS_ADMIN, or user namespaces): ${message}`),
    );
    const script = new URL('../support/new-address.mjs', import.meta.url).pathname;
    const { stdout } = await run('unshare', [...ownNetwork, process.execPath, script]);
    const { seconds, gone } = JSON.parse(stdout);
    t.diagnostic(`certified after ${seconds} s, and no more ${gone} s after it was gone`);
    assert.ok(seconds <= 30, `${seconds} s`);
    assert.ok(gone <= 30, `${gone} s`);
  },
);
