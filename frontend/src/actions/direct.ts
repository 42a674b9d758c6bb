import * as api from '../api/direct';
import { complain } from './complain';
import { open } from './channels';
import { takeMyRow } from './healing';

/** Opens my direct channel with some people, which is made where there is none. */
export async function beginDirect(accounts: number[], name?: string) {
  const channel = await api.beginDirect(accounts, name);
  takeMyRow(channel); // it may have been hidden
  open(channel);
}

/** The same from a button that shows no errors of its own. */
export function messagePerson(account: number) {
  beginDirect([account]).catch((thrown) => complain(thrown, () => messagePerson(account)));
}
