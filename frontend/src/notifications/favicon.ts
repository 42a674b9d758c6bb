import type { Badge } from '../state/badges.svelte';

/** Pixels of the drawn icon. */
const size = 64;

/** The page's icon, with a number on it, a dot, or nothing. */
export class Favicon {
  private readonly link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  private readonly plain = this.link?.href ?? '';
  private picture: Promise<HTMLImageElement> | null = null;
  private wanted = '';

  /** ground and ink: the colours of the badge. */
  async show({ count, unread }: Badge, ground: string, ink: string) {
    const mark = count > 99 ? '99+' : count > 0 ? String(count) : unread ? '•' : '';
    if (!this.link || mark === this.wanted) return;
    this.wanted = mark;
    const drawn = mark ? await this.draw(mark, ground, ink).catch(() => this.plain) : this.plain;
    if (mark === this.wanted) this.link.href = drawn;
  }

  private async draw(mark: string, ground: string, ink: string): Promise<string> {
    this.picture ??= load(this.plain);
    const picture = await this.picture;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = size;
    const pen = canvas.getContext('2d')!;
    pen.drawImage(picture, 0, 0, size, size);
    if (mark === '•') dot(pen, ground, ink);
    else number(pen, mark, ground, ink);
    return canvas.toDataURL();
  }
}

async function load(address: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  return picture;
}

function dot(pen: CanvasRenderingContext2D, ground: string, ink: string) {
  pen.beginPath();
  pen.arc(size - 16, 16, 14, 0, 2 * Math.PI);
  pen.fillStyle = ground;
  pen.fill();
  pen.lineWidth = 4;
  pen.strokeStyle = ink;
  pen.stroke();
}

/** As large as it can be: a tab shows the icon in 16 px. */
function number(pen: CanvasRenderingContext2D, text: string, ground: string, ink: string) {
  const height = 44;
  const width = [height, 52, size][text.length - 1] ?? size;
  pen.beginPath();
  pen.roundRect(size - width, size - height, width, height, height / 2);
  pen.fillStyle = ground;
  pen.fill();
  pen.fillStyle = ink;
  pen.font = `700 ${text.length > 2 ? 28 : 36}px sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(text, size - width / 2, size - height / 2 + 2);
}
