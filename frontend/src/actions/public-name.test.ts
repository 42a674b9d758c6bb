import { expect, it } from 'vitest';
import { addressIn, hostIn } from './public-name';

it('finds the host in a name, an address or a link', () => {
  for (const [typed, host] of [
    ['chat.office.example', 'chat.office.example'],
    [' ｃｈａｔ．ｌａｎ ', 'chat.lan'],
    ['https://chat.office.example:8443/setup#CODE', 'chat.office.example'],
    ['HTTP://192.168.1.5:8443', '192.168.1.5'],
    ['[fd00::5]:8443', 'fd00::5'],
    ['fd00::5', 'fd00::5'],
    ['two words', 'two words'],
  ]) {
    expect(hostIn(typed!)).toBe(host);
  }
});

it('finds the address that a name has to lead to', () => {
  const offer = (...suggestions: string[]) => ({ name: '', ask: true, changeable: true, suggestions, devices: 0 });
  expect(addressIn(offer('kaede.office.example', 'kaede', '192.168.1.10'))).toBe('192.168.1.10');
  expect(addressIn(offer('kaede', 'fd00::5'))).toBe('fd00::5');
});
