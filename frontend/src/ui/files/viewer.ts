import PhotoSwipe, { type PhotoSwipeOptions, type SlideData } from 'photoswipe';
import 'photoswipe/style.css';
import { fileAddress } from '../../state/file-address';
import { w } from '../../words/index.svelte';
import type { Shown } from './gallery';
import { partsWidth } from './parts';

interface Wishes {
  gallery: Shown[];
  index: number;
  onchange: (index: number) => void;
  onclose: () => void;
  /** A finger has tapped the picture. */
  ontap: () => void;
}

/** By how much a key or a button zooms. */
const step = 1.5;
/** Above the picture, where the bar is, in px. */
const bar = 52;

/**
 * PhotoSwipe without anything of its own around the picture: it writes its buttons as HTML, which the page's policy forbids, and
 * a dialog of the browser keeps the focus better.
 */
export class Viewer {
  private readonly swipe: PhotoSwipe;

  constructor(within: HTMLElement, { gallery, index, onchange, onclose, ontap }: Wishes) {
    this.swipe = new PhotoSwipe({
      ...bare,
      dataSource: gallery.map(slideOf),
      index,
      appendToEl: within,
      errorMsg: w.pictureFailed,
      tapAction: ontap,
      zoomAnimationDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
    });
    this.swipe.addFilter('placeholderSrc', (src, { data }) => data.msrc ?? src);
    this.swipe.addFilter('srcsetSizesWidth', (width, { slide }) => {
      // As it fits the screen's size will do, also where the screen is a fine one; the original comes when it is zoomed.
      const zoomed = slide && slide.currZoomLevel > slide.zoomLevels.initial * 1.05;
      return zoomed ? width : Math.floor(width / devicePixelRatio);
    });
    this.swipe.on('change', () => onchange(this.swipe.currIndex));
    this.swipe.on('destroy', onclose);
    // Its keys are for it while nothing stands over it, and the Tab key never.
    this.swipe.on('keydown', (event) => {
      const at = document.activeElement;
      const beneath = at !== document.body && !within.contains(at);
      if (event.originalEvent.key === 'Tab' || beneath) event.preventDefault();
    });
    this.swipe.init();
    this.swipe.element?.setAttribute('role', 'presentation');
  }

  previous = () => this.swipe.prev();
  next = () => this.swipe.next();

  zoom(closer: boolean) {
    const slide = this.swipe.currSlide;
    if (!slide) return;
    const { initial, max } = slide.zoomLevels;
    const wanted = slide.currZoomLevel * (closer ? step : 1 / step);
    slide.zoomTo(Math.min(Math.max(initial, max), Math.max(initial, wanted)), undefined, 120);
  }

  destroy = () => this.swipe.destroy();
}

const bare: PhotoSwipeOptions & { preloader: false } = {
  close: false,
  zoom: false,
  counter: false,
  arrowPrev: false,
  arrowNext: false,
  preloader: false,
  trapFocus: false,
  returnFocus: false,
  escKey: false,
  loop: false,
  preload: [1, 1],
  wheelToZoom: true,
  bgOpacity: 1,
  bgClickAction: 'close',
  imageClickAction: 'zoom',
  showHideAnimationType: 'none',
  paddingFn: () => ({ top: bar, bottom: 16, left: 0, right: 0 }),
};

function slideOf({ file }: Shown): SlideData {
  const { width = 800, height = 600 } = file;
  const original = fileAddress(file.id);
  const screen = fileAddress(file.id, { part: 'screen' });
  const wide = partsWidth(file).screen;
  return {
    msrc: fileAddress(file.id, { part: 'thumb' }),
    src: file.animated ? original : screen,
    srcset: wide < width && !file.animated ? `${screen} ${wide}w, ${original} ${width}w` : undefined,
    width,
    height,
    alt: file.alt || file.name,
  };
}
