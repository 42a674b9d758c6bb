import type { FileInMessage } from '../../api/types';

/** What the server hands out to be shown as it is, beside text; all else it only lets be saved. */
const shown = /^(image\/(png|jpeg|gif|webp)|video\/(mp4|webm|ogg)|audio\/(mp4|webm|ogg|mpeg|wav))$/;
const shownText =
  /^(text\/(plain|csv|tab-separated-values|markdown|x-plantuml|vnd\.mermaid|x-source|x-script)|application\/json)$/;

export const opensInTab = ({ type, held }: FileInMessage): boolean =>
  !held && (shown.test(type) || shownText.test(type));

/** What is played where it stands. */
export const playsAs = ({ type, held }: FileInMessage): 'video' | 'audio' | undefined =>
  !held && shown.test(type) && !type.startsWith('image/') ? (type.startsWith('video/') ? 'video' : 'audio') : undefined;
