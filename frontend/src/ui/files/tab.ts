import type { FileInMessage } from '../../api/types';
import { fileAddress, previewAddress } from '../../state/file-address';
import { filePath } from '../../state/route.svelte';
import { myId } from '../../state/session.svelte';
import { previewKind } from '../previews/kinds';
import { opensInTab } from './media';

/** Where a file is looked at in a tab of its own; undefined where it can only be saved. */
export function tabAddress(file: FileInMessage): string | undefined {
  const kind = previewKind(file);
  if (kind === 'page') return previewAddress(file.id);
  if (opensInTab(file)) return fileAddress(file.id);
  return kind ? filePath(file.id, myId()) : undefined;
}
