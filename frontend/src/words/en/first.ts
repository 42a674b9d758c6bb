import { number, plural } from './count';

/** The words of the first screen, and of nothing else. */
export const first = {
  // Everywhere
  back: 'Back',
  undo: 'Undo',
  close: 'Close',
  delete: 'Delete',
  loading: 'Loading…',
  reload: 'Reload',
  retry: 'Retry',
  testMode: 'TEST MODE: not for real use.',

  // Getting in
  signOut: 'Sign out',

  // The page has stopped
  unreachableTitle: 'The server does not answer',
  unreachableText: 'Check the network cable or the Wi-Fi. What you typed is kept in this browser.',
  outdatedTitle: 'Courtyard was updated',
  outdatedText: 'Reload to go on. What you typed is kept.',
  notAllowedTitle: 'Not allowed from here',
  notAllowedText: 'The server does not accept this device. Ask your administrator; nothing was lost.',
  clockOff: 'The clock of this device is off by more than two minutes. Set it, or times may mislead you.',
  degraded:
    'The database needs you, its administrator: it is damaged, or one of its files was deleted. The server’s log says what to do.',
  reconnecting: 'Reconnecting… What you type is kept and sent as soon as the server answers.',

  // Workspaces
  workspaces: 'Workspaces',
  addWorkspace: 'Add workspace',
  joinOrCreate: 'Join or create a workspace',
  noWorkspaceTitle: 'You are in no workspace',
  noWorkspaceText: 'Ask somebody for an invite code and join with it, or create a workspace of your own.',
  workspaceSettings: 'Workspace settings',
  noLongerIn: (workspace: string) => `You are no longer in ${workspace}.`,
  workspaceDeleted: (name: string) => `${name} was deleted.`,
  unreadMessages: 'Unread messages',
  mentionCount: (count: number) => plural(count, 'mention', 'mentions'),

  // Channels
  channels: 'Channels',
  favourites: 'Favourites',
  muted: 'muted',
  channelMenu: (name: string) => `More about ${name}`,
  directMessages: 'Direct messages',
  newDirect: 'New direct message',
  noDirect: 'Write to one person or to several with +.',
  groupPeople: 'People in this conversation',
  noLongerInGroup: (name: string) => `You are no longer in ${name}.`,
  listOf: (names: string[]) => names.join(', '),
  nameYou: (name: string) => `${name} (you)`,
  directBeginning: (name: string) => `This is the beginning of your conversation with ${name}`,
  notesBeginning: 'These are your own notes',
  notesSilent: 'Write down what you want to keep. Only you read it.',
  postingClosed: 'Only moderators write here. You can answer in threads.',
  createChannel: 'Create channel',
  browseChannels: 'Browse channels',
  channelSettings: 'Channel settings',
  archivedText: 'This channel is archived. It can be read, and nothing can be written.',
  restoreChannel: 'Restore',
  channelDeleted: (name: string) => `#${name} was deleted.`,
  noLongerInChannel: (name: string) => `You are no longer in #${name}.`,
  peopleIn: (channel: string) => `People in #${channel}`,
  createCategory: 'Create category',
  renameCategory: 'Rename category',
  deleteCategory: 'Delete category',
  categoryMenu: (name: string) => `Category ${name}`,
  moveUp: 'Move up',
  moveDown: 'Move down',
  movedTo: (category: string, place: number, of: number) => `${category}, ${place} of ${of}`,
  noChannels: 'No channels yet.',
  noChannelTitle: 'You are in no channel here',
  noChannelText: 'Join a channel to start talking.',
  unreadCount: (count: number) =>
    count > 99 ? '99+ unread messages' : plural(count, 'unread message', 'unread messages'),

  // Invites
  invitePeople: 'Invite people',

  // Messages
  messagesIn: (channel: string) => `Messages in #${channel}`,
  messageTo: (channel: string) => `Message #${channel}`,
  messagesWith: (name: string) => `Messages with ${name}`,
  messageToPerson: (name: string) => `Message ${name}`,
  send: 'Send',
  draft: 'Draft',
  preview: 'Preview',
  jumpToNewest: 'Jump to newest',
  edited: '(edited)',
  deletedOwn: (name: string) => `${name} deleted this message`,
  deletedBy: (name: string) => `A moderator (${name}) deleted this message`,
  pinnedBy: (name: string) => `Pinned by ${name}`,
  reactedBy: (emoji: string, names: string[], others: number) =>
    `${emoji} ${names.join(', ')}${others > 0 ? ` and ${number.format(others)} more` : ''}`,
  newLine: 'new',
  newMessages: 'New messages',
  thread: 'Thread',
  threads: 'Threads',
  replyCount: (count: number) => plural(count, 'reply', 'replies'),
  lastReply: (moment: string) => `last at ${moment}`,
  repliedTo: (name: string, words: string) => `Replied to ${name}: ${words}`,
  repliedToEarlier: 'Replied in a thread',
  unreadThreads: (count: number) => plural(count, 'unread thread', 'unread threads'),
  pins: 'Pinned messages',
  messagesFailed: 'The messages could not be loaded. They are safe on the server.',
  channelBeginning: (channel: string) => `This is the beginning of #${channel}`,
  addToChannel: 'Add people',
  channelSilent: 'Write the first message below.',
  beforeYouJoined: 'What was written before you joined is not shown',
  waitsToBeSent: 'Kept; sent as soon as the server answers',
  sendingIn: (seconds: number) => `Sending in ${seconds} s`,
  undoSending: 'Undo',
  notSent: 'Not sent.',
  triedAgain: 'It is tried again by itself.',
  markAllRead: 'Mark all as read',
  allRead: (count: number) => `${plural(count, 'channel', 'channels')} marked as read.`,
  typing: (name: string) => `${name} is typing…`,
  twoTyping: (one: string, other: string) => `${one} and ${other} are typing…`,
  manyTyping: 'Several people are typing…',
  charactersLeft: (count: number) => `${number.format(count)} left`,
  charactersOver: (count: number) => `${plural(count, 'character', 'characters')} too many`,
  lineJoined: (name: string) => `${name} joined`,
  lineLeft: (name: string) => `${name} left`,
  lineRemoved: (name: string) => `${name} was removed`,
  lineRenamed: (name: string, channel: string) => `${name} renamed the channel to #${channel}`,
  lineGroupRenamed: (name: string, group: string) => `${name} named the group ${group}`,
  lineTopic: (name: string, topic: string) => `${name} set the topic: ${topic}`,
  lineTopicRemoved: (name: string) => `${name} removed the topic`,
  linePrivate: (name: string) => `${name} made the channel private`,
  lineHistoryAll: (name: string) => `${name} opened the whole history to all members`,
  lineHistoryJoining: (name: string) => `${name} limited the history: members read from their joining on`,
  lineArchived: (name: string) => `${name} archived the channel`,
  lineRestored: (name: string) => `${name} restored the channel`,

  // Attaching files
  attachTo: (place: string) => `Attach to ${place}`,

  // Files
  files: 'Files',
  fileCount: (count: number) => plural(count, 'file', 'files'),

  // Members
  members: 'Members',
  deletedPerson: 'Deleted person',

  // Account and settings
  account: 'Account',
  profile: 'Profile',
  addAccount: 'Add another account',
  settings: 'Settings',

  // Being told
  presence: { online: 'Online', idle: 'Away', dnd: 'Do not disturb', offline: 'Offline' },

  // Keyboard
  shortcuts: 'Keyboard shortcuts',
  jumpTo: 'Jump to',

  // What went wrong, by the server's code
  errorOffline: 'The server did not answer. Check the network and try again; what you typed is kept.',
  errorUnknown: 'Something went wrong. Look whether it was done, and try again.',
  tryAgainIn: (seconds: number) => `Try again in ${plural(seconds, 'second', 'seconds')}.`,
};
