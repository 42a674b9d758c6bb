export const number = new Intl.NumberFormat('ja');
