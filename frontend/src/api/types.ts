import type { components } from './schema';

/** The objects of the API, as the server's own document describes them; ids are int64, times UTC milliseconds. */
type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Person = Schemas['Person'];
export type Workspace = Schemas['Workspace'];
export type Channel = Schemas['Channel'];
export type OwnEmoji = Schemas['Emoji'];
export type Category = Schemas['Category'];
export type Draft = Schemas['Draft'];
export type Member = Schemas['Member'];
export type Message = Schemas['Message'];
export type MessageInPlace = Schemas['MessageInPlace'];
export type Reaction = Schemas['Reaction'];
/** Of a message; `File` is the browser's own. */
export type FileInMessage = Schemas['File'];
export type FileAbout = Schemas['FileAbout'];
/** With the message that it hangs on. */
export type ListedFile = Schemas['ListedFile'];
export type FilePage = Schemas['FileList'];
export type FileLink = Schemas['ListedLink'];
/** Just made, with its secret. */
export type NewFileLink = Schemas['CreatedFileLink'];
export type FileLinkList = Schemas['FileLinkList'];
export type TextPage = Schemas['TextPage'];
export type ArchivePage = Schemas['ArchivePage'];
export type ArchiveEntry = Schemas['ArchiveEntry'];
export type Version = Schemas['Version'];
export type Invite = Schemas['Invite'];
export type Capabilities = Schemas['Capabilities'];
export type Bootstrap = Schemas['Bootstrap'];
export type MessagePage = Schemas['MessageList'];
export type Thread = Schemas['Thread'];
export type ThreadState = Schemas['ThreadState'];
export type ThreadPage = Schemas['ThreadList'];
export type ListedThread = Schemas['ListedThread'];
export type ChannelChanges = Schemas['ChannelChanges'];
export type WorkspaceChanges = Schemas['WorkspaceChanges'];
export type MeChanges = Schemas['MeChanges'];
export type ReadMark = Schemas['ReadMark'];
export type InvitePreview = Schemas['InvitePreview'];
export type Session = Schemas['Session'];
export type Invitation = Schemas['Invitation'];
export type InvitationList = Schemas['InvitationList'];
export type Limits = Schemas['SizeLimits'];
export type PublicName = Schemas['PublicName'];
export type NamedServer = Schemas['NamedServer'];

export type WorkspaceRole = Member['role'];
export type SetupForm = Omit<Schemas['SetUpInputBody'], 'token'>;
export type AccountForm = Omit<Schemas['CreateAccountInputBody'], 'token'>;
export type SignInForm = Omit<Schemas['SignInInputBody'], 'token'>;

/** What every failed answer may hold (RFC 9457). */
export type Problem = Partial<Schemas['Problem']>;
