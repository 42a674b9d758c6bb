const pairs = {
  setUp: ['Set up Courtyard', 'Courtyard の初期設定'],
  setupCode: ['Setup code', '設定コード'],
  organisation: ['Organisation', '組織名'],
  workspaceName: ['Workspace name', 'ワークスペース名'],
  yourName: ['Your name', '表示名'],
  username: ['Username', 'ユーザー名'],
  password: ['Password', 'パスワード'],
  createWorkspace: ['Create workspace', 'ワークスペースを作成'],
  signIn: ['Sign in', 'サインイン'],
  createAccount: ['Create account', 'アカウントを作成'],
  inviteCode: ['Invite code', '招待コード'],
  workspaces: ['Workspaces', 'ワークスペース'],
  addWorkspace: ['Add workspace', 'ワークスペースを追加'],
  newWorkspace: ['Create a workspace', '新しく作成'],
  channels: ['Channels', 'チャンネル'],
  createChannel: ['Create channel', 'チャンネルを作成'],
  browseChannels: ['Browse channels', 'チャンネルを探す'],
  invitePeople: ['Invite people', 'メンバーを招待'],
  members: ['Members', 'メンバー'],
  channelName: ['Channel name', 'チャンネル名'],
  everyone: ['Add everyone in the workspace', '全員を追加'],
  maximumUses: ['Maximum uses', '使用回数の上限'],
  expires: ['Expires', '有効期限'],
  createInvite: ['Create invite code', '招待コードを発行'],
  jumpToNewest: ['Jump to newest', '最新へ'],
  send: ['Send', '送信'],
  account: ['Account', 'アカウント'],
  profile: ['Profile', 'プロフィール'],
  settings: ['Settings', '設定'],
  signOut: ['Sign out', 'サインアウト'],
  language: ['Language', '言語'],
  theme: ['Theme', 'テーマ'],
  back: ['Back', '戻る'],
  close: ['Close', '閉じる'],
  topic: ['Topic', 'トピック'],
  save: ['Save', '保存'],
  remove: ['Remove', '外す'],
  workspaceSettings: ['Workspace settings', 'ワークスペースの設定'],
  channelSettings: ['Channel settings', 'チャンネルの設定'],
  messagesFailed: [
    'The messages could not be loaded. They are safe on the server.',
    'メッセージを読み込めませんでした。サーバーには残っています。',
  ],
  reconnecting: ['Reconnecting…', '再接続しています…'],
};

const named = {
  en: {
    messagesIn: (channel) => `Messages in #${channel}`,
    messageTo: (channel) => `Message #${channel}`,
    roleOf: (name) => `Role of ${name}`,
    removePerson: (name) => `Remove ${name}`,
    unread: (count) => `${count} unread message${count === 1 ? '' : 's'}`,
  },
  ja: {
    messagesIn: (channel) => `#${channel} のメッセージ`,
    messageTo: (channel) => `#${channel} へメッセージ`,
    roleOf: (name) => `${name} の権限`,
    removePerson: (name) => `${name} を外す`,
    unread: (count) => `未読メッセージ ${count} 件`,
  },
};

const column = (index) => Object.fromEntries(Object.entries(pairs).map(([key, words]) => [key, words[index]]));

/** The names of the controls, by which people and these stories find them. */
export const words = { en: { ...column(0), ...named.en }, ja: { ...column(1), ...named.ja } };
