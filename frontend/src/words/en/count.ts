export const number = new Intl.NumberFormat('en-GB');
export const plural = (count: number, one: string, many: string) =>
  `${number.format(count)} ${count === 1 ? one : many}`;
