import { transfer } from '../api/uploads';
import { myId, session } from '../state/session.svelte';
import { asJpeg } from '../uploads/photo';

/** The longest side that a picture keeps which is made smaller to be taken, in px. */
const enough = 512;
/** Milliseconds that a picture may take on its way. */
const patience = 60_000;

/** Brings a picture to the server, to stand for a person, a workspace or an emoji; a larger one than that many bytes is made smaller. */
export async function uploadPicture(file: File, limit: number): Promise<number> {
  const photo = await asJpeg(file);
  const bytes = photo.size > limit ? await smaller(photo) : photo;
  const what = { account: myId(), channel: 0, name: bytes.name, alt: '', bytes, file: 0 };
  return transfer(what, { begun: () => {}, sent: () => {} }, AbortSignal.timeout(patience));
}

/** The picture that a form chooses; what fails after the server has it does not bring it there again. */
export class ChosenPicture {
  private brought: { file: File; id: number } | null = null;

  /** What changes: undefined: nothing; null: there is none any more. */
  async patch(picture: File | null | undefined): Promise<{ picture?: number }> {
    if (picture === undefined) return {};
    if (picture === null) return { picture: 0 };
    if (this.brought?.file !== picture)
      this.brought = { file: picture, id: await uploadPicture(picture, session.limits.picture_bytes) };
    return { picture: this.brought.id };
  }
}

/** What a telephone takes has more bytes than are needed. What cannot be drawn here stays as it is, for the server to judge. */
async function smaller(file: File): Promise<File> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return file;
  const scale = Math.min(1, enough / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const type = file.type === 'image/jpeg' ? file.type : 'image/png';
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, type));
  return made ? new File([made], file.name, { type }) : file;
}
