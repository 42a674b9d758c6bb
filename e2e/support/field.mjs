import { until } from './until.mjs';

export const holds = (field, text) =>
  until(async () => (await field.inputValue()) === text, `“${text}” to stand there`);

export const hasFocus = (one) =>
  until(() => one.evaluate((node) => node === document.activeElement), `the focus to be on ${one}`);
