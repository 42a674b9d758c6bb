/** Makes a field as high as its text; an attachment that reads the text runs again with every change of it. */
export const grow = (text: () => string) => (area: HTMLTextAreaElement) => {
  if (text() === undefined) return;
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
};
