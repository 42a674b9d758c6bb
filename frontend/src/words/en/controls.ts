export const controls = {
  cancel: 'Cancel',
  join: 'Join',
  none: 'None',
  nothingFound: 'Nothing found. Try fewer letters.',
  open: 'Open',
  remove: 'Remove',
  save: 'Save',
};
