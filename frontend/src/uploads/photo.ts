/** A photo that a browser could read, the right way up. */
export interface Developed {
  /** Its picture in full size as JPEG, of a quality up to 1; null where the browser cannot write it. */
  jpeg(quality: number): Promise<Blob | null>;
  /** Gives its memory back. */
  close(): void;
}

/** Reads a photo; rejects where the browser does not know its kind. */
export type Develop = (photo: File) => Promise<Developed>;

const quality = 0.9;
const ending = /\.hei[cf]$/i;

export const isHeic = ({ name, type }: File) => /^image\/hei[cf]$/.test(type) || ending.test(name);

/** What phones of Apple call their photos, as everybody can look at it; any other file, and one that this browser cannot read, stays as it is. */
export async function asJpeg(file: File, develop: Develop = inCanvas): Promise<File> {
  if (!isHeic(file)) return file;
  try {
    const photo = await develop(file);
    try {
      const picture = await photo.jpeg(quality);
      // A browser that cannot write JPEG writes PNG (HTML §4.12.5).
      if (picture?.type !== 'image/jpeg') return file;
      const name = `${file.name.replace(ending, '')}.jpg`;
      return new File([picture], name, { type: picture.type, lastModified: file.lastModified });
    } finally {
      photo.close();
    }
  } catch {
    return file;
  }
}

async function inCanvas(file: File): Promise<Developed> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { width, height } = bitmap;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  return {
    jpeg: async (quality) => {
      const context = canvas.getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      // One that is too large for the browser stays empty, without an error.
      if (!context?.getImageData(width - 1, height - 1, 1, 1).data[3]) return null;
      return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
    },
    close: () => {
      bitmap.close();
      canvas.width = canvas.height = 0;
    },
  };
}
