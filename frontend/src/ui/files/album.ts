import type { FileInMessage } from '../../api/types';

/** The largest that one picture is shown in the stream, in px, and the smallest room that it gets to be pressed. */
export const most = { width: 400, height: 300 };
const least = 48;

export interface Room {
  width: number;
  height: number;
  /** The picture does not fill its room, and stands in it whole. */
  whole: boolean;
}

type Sized = Pick<FileInMessage, 'width' | 'height'>;

/** The room of a picture that stands alone: its own shape, never larger than it is, even where that is a line. */
export function roomOf({ width = most.width, height = most.height }: Sized): Room {
  const scale = Math.min(1, most.width / width, most.height / height);
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  return {
    width: Math.max(least, wide),
    height: Math.max(least, high),
    whole: wide < least || high < least,
  };
}

/** How many pictures stand in each row of an album, by how many there are. */
const patterns: Record<number, number[]> = {
  2: [2],
  3: [1, 2],
  4: [2, 2],
  5: [2, 3],
  6: [3, 3],
  7: [2, 2, 3],
  8: [2, 3, 3],
  9: [3, 3, 3],
  10: [2, 2, 3, 3],
};

/** In an album a picture is at most so much wider than high, or higher than wide: beyond that its edges are cut. */
const shapes = { narrow: 0.7, wide: 1.8 };
/** Beyond this shape, and below this many px, a picture is shown whole. */
const longest = 3;
const small = 100;
/** A row is so many times as wide as it is high. */
const rowShapes = { high: 1.5, low: 4.5 };

export interface AlbumRow<Picture> {
  /** Width by height of the whole row. */
  shape: number;
  /** Each with its part of the width. */
  pictures: { picture: Picture; part: number; whole: boolean }[];
}

/** Rows of equal width in which all pictures are equally high; each wide as its shape is. */
export function albumOf<Picture extends Sized>(pictures: Picture[]): AlbumRow<Picture>[] {
  let from = 0;
  const pattern = patterns[pictures.length] ?? pictures.map(() => 1);
  return pattern.map((count) => rowOf(pictures.slice(from, (from += count))));
}

function rowOf<Picture extends Sized>(pictures: Picture[]): AlbumRow<Picture> {
  const parts = pictures.map(shapeOf);
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return {
    shape: clamp(whole, rowShapes.high, rowShapes.low),
    pictures: pictures.map((picture, i) => ({ picture, part: parts[i]!, whole: !mayBeCut(picture) })),
  };
}

/** Of a line nothing would be left, and a small drawing would be a few large squares. */
function mayBeCut({ width = 4, height = 3 }: Sized): boolean {
  const shape = width / height;
  return shape < longest && shape > 1 / longest && Math.max(width, height) >= small;
}

const shapeOf = ({ width = 4, height = 3 }: Sized) => clamp(width / height, shapes.narrow, shapes.wide);
const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
