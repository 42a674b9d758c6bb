/** Made by build/emoji.ts. */
declare module 'virtual:emoji' {
  type Row = readonly [
    picture: string,
    group: number,
    version: number,
    shortcodes: string,
    english: string,
    japanese: string,
    words: string,
    tones: string,
  ];
  const rows: readonly Row[];
  export default rows;
}

/** Made by build/workshop.ts: the address of a script for the workshop. */
declare module '*?workshop' {
  const address: string;
  export default address;
  /** Where the files lie that it may ask for. */
  export const files: string;
}

/** Made by build/workshop.ts: a script for a worker in the workshop. */
declare module '*?workshop-text' {
  const code: string;
  export default code;
}

declare module 'pdfjs-dist/build/pdf.worker.mjs';
