import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Makes an NSS database in the folder that trusts the root for servers, as a person's own import would. */
export async function trustRoot(folder, root) {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'courtyard-root.crt');
  await writeFile(file, root);
  await run('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password']);
  await run('certutil', ['-A', '-d', `sql:${folder}`, '-n', 'courtyard', '-t', 'C,,', '-i', file]);
}
