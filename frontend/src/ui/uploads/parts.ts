export { attachDeveloped } from '../../actions/uploads';
export { filesIn } from '../../uploads/dropped';
export { isHidden, named } from '../../uploads/names';
export { default as Attachments } from './Attachments.svelte';
export { default as DropArea } from './DropArea.svelte';
export { default as PendingFiles } from './PendingFiles.svelte';
