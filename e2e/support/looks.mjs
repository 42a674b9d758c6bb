/** The windows in which screens are looked at, by width. */
export const sizes = {
  1440: { viewport: { width: 1440, height: 900 } },
  390: {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  },
};

/** The clothes in which most screens are kept: each half of them in one set. */
export const [some, others] = [
  ['light-en-1440', 'dark-ja-1440', 'light-ja-390', 'dark-en-390'],
  ['dark-en-1440', 'light-ja-1440', 'light-en-390', 'dark-ja-390'],
];

/** Every look: light or dark, language, width. */
export function all() {
  const widths = Object.keys(sizes).flatMap((width) => [`en-${width}`, `ja-${width}`]);
  return widths.flatMap((rest) => [`light-${rest}`, `dark-${rest}`]);
}
