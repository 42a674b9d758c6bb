import { myId } from './session.svelte';

interface Wanted {
  /** Made by the server from a picture: for a message (long side at most 720 px), for a screen (2,048 px). */
  part?: 'thumb' | 'screen';
  /** Saved, never shown. */
  download?: boolean;
}

/** Where the browser fetches the bytes of a file, as the person of this tab. */
export function fileAddress(id: number, { part, download }: Wanted = {}): string {
  return `/files/${id}${part ? `/${part}` : ''}?account=${myId()}${download ? '&download=1' : ''}`;
}

/** What the server made of the picture of a person, a workspace or an emoji. */
export const pictureAddress = (picture: number): string => `/pictures/${picture}?account=${myId()}`;

/** Where a foreign page is shown in a closed frame, or a drawing as a picture. */
export const previewAddress = (id: number, scripts = false): string =>
  `/preview/${id}?account=${myId()}${scripts ? '&scripts=1' : ''}`;
