import { beforeEach, expect, test } from 'vitest';
import type { FilePage, ListedFile, Message } from '../api/types';
import { FileList } from './file-list.svelte';

const [office, drawings, talk] = [1, 5, 6];
const listed = (message: number) =>
  ({ id: message * 10, name: `${message}.pdf`, message, channel: drawings }) as ListedFile;
const page = (...messages: number[]): FilePage => ({ items: messages.map(listed), people: [] });
const sent = (id: number, channel: number, more: Partial<Message> = {}) =>
  ({ id, channel, files: [{ id: id * 10 }], ...more }) as Message;

let list: FileList;
beforeEach(() => {
  list = new FileList();
  list.open({ workspace: office, channel: drawings, kind: '' });
  list.take(page(3, 2), false);
});

test('The files of a deleted message leave the list at once', () => {
  list.hear(office, [sent(3, drawings, { files: undefined, deleted_at: 1 })]);
  expect(list.items.map((one) => one.message)).toEqual([2]);
});

test('A new file of the place is noticed, one of another place is not', () => {
  list.hear(office, [sent(4, talk)]);
  list.hear(office + 1, [sent(5, drawings)]);
  list.hear(office, [sent(3, drawings, { edited_at: 1 })]);
  expect(list.came).toBe(0);
  list.hear(office, [sent(6, drawings)]);
  expect(list.came).toBe(1);
});

test('More of a list stands behind what is there', () => {
  list.take(page(1), true);
  expect(list.items.map((one) => one.message)).toEqual([3, 2, 1]);
});
