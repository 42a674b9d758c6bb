const two = (count: number) => String(count).padStart(2, '0');
/** What browsers call a picture that has no name. */
const nameless = /^(image|blob|)(\.\w+)?$/i;

const endings: Record<string, string> = { 'image/jpeg': 'jpg', 'image/svg+xml': 'svg', 'text/plain': 'txt' };

function endingOf({ name, type }: File): string {
  const written = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1];
  return written ?? endings[type] ?? (/^\w+\/([a-z0-9]{1,8})$/.exec(type)?.[1] || 'bin');
}

/** paste_20261121_093005.png, in the time of whoever pastes; files that were copied with a name of their own keep it. */
export function named(pasted: File[], at = new Date()): File[] {
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  let count = 0;
  return pasted.map((file) => {
    if (!file.type.startsWith('image/') && !nameless.test(file.name)) return file;
    const more = ++count > 1 ? `_${count}` : '';
    const name = `paste_${day}_${time}${more}.${endingOf(file)}`;
    return new File([file], name, { type: file.type, lastModified: at.getTime() });
  });
}

/** What the system keeps beside people's files. */
const systems = new Set(['thumbs.db', 'desktop.ini', '__macosx']);

/** Whether a path of a folder names what the system hides. */
export const isHidden = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.') || systems.has(part.toLowerCase()));
