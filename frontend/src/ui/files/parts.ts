import type { FileInMessage } from '../../api/types';

/** How long the longer side is at most of what the server makes of a picture, in px. */
const sides = { thumb: 720, screen: 2048 };

type Sized = Pick<FileInMessage, 'width' | 'height'>;

/** How wide the server's thumbnail and screen size of a picture are, in px. */
export const partsWidth = (file: Sized) => ({ thumb: widthAt(file, sides.thumb), screen: widthAt(file, sides.screen) });

/** What the server has made of a picture that is the largest: of a small one there is only a thumbnail. */
export const largest = (file: Sized): 'screen' | 'thumb' => {
  const { thumb, screen } = partsWidth(file);
  return screen > thumb ? 'screen' : 'thumb';
};

function widthAt({ width = 0, height = 0 }: Sized, side: number): number {
  return Math.round(width * Math.min(1, side / Math.max(width, height, 1)));
}
