import { Fetched } from '../fetched.svelte';

/** All of uploading but the buttons. */
export const lateUploads = new Fetched(() => import('./parts'));

/** Where nothing takes a file that is dropped, the browser would leave the page for it. */
export function keepPage(event: DragEvent) {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'none';
  void lateUploads.want();
}
