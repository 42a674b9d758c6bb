import type { first as en } from '../en/first';
import { number } from './count';

export const first = {
  // Everywhere
  back: '戻る',
  undo: '元に戻す',
  close: '閉じる',
  delete: '削除',
  loading: '読み込んでいます…',
  reload: '再読み込み',
  retry: '再試行',
  testMode: 'TEST MODE：試験用です。業務では使わないでください。',

  // Getting in
  signOut: 'サインアウト',

  // The page has stopped
  unreachableTitle: 'サーバーから応答がありません',
  unreachableText: 'LAN ケーブルまたは Wi-Fi を確認してください。入力した内容はこのブラウザーに残っています。',
  outdatedTitle: 'Courtyard が更新されました',
  outdatedText: '再読み込みしてください。入力した内容は残ります。',
  notAllowedTitle: 'この端末からは接続できません',
  notAllowedText: 'サーバーがこの端末を受け付けていません。管理者にお問い合わせください。データは失われていません。',
  clockOff: 'この端末の時計が 2 分以上ずれています。時刻の表示が正しくない場合があります。時計を合わせてください。',
  degraded:
    '管理者の方へ：データベースが破損しているか、ファイルの一部が削除されています。サーバーのログをご確認ください。',
  reconnecting: '再接続しています… 入力した内容は保存され、つながり次第送信されます。',

  // Workspaces
  workspaces: 'ワークスペース',
  addWorkspace: 'ワークスペースを追加',
  joinOrCreate: 'ワークスペースに参加または作成',
  noWorkspaceTitle: '参加しているワークスペースがありません',
  noWorkspaceText: '招待コードを受け取って参加するか、自分でワークスペースを作成してください。',
  workspaceSettings: 'ワークスペースの設定',
  noLongerIn: (workspace: string) => `「${workspace}」のメンバーではなくなりました。`,
  workspaceDeleted: (name: string) => `「${name}」は削除されました。`,
  unreadMessages: '未読のメッセージがあります',
  mentionCount: (count: number) => `メンション ${number.format(count)} 件`,

  // Channels
  channels: 'チャンネル',
  favourites: 'お気に入り',
  muted: 'ミュート中',
  channelMenu: (name: string) => `${name} のその他の操作`,
  directMessages: 'ダイレクトメッセージ',
  newDirect: '新しいダイレクトメッセージ',
  noDirect: '＋ から、1 人または複数の人に直接メッセージを送れます。',
  groupPeople: 'この会話のメンバー',
  noLongerInGroup: (name: string) => `${name} のメンバーではなくなりました。`,
  listOf: (names: string[]) => names.join('、'),
  nameYou: (name: string) => `${name}（自分）`,
  directBeginning: (name: string) => `${name} との会話はここから始まります`,
  notesBeginning: '自分用のメモです',
  notesSilent: '残しておきたいことを書いてください。読めるのは自分だけです。',
  postingClosed: 'ここに投稿できるのはモデレーターだけです。スレッドでは返信できます。',
  createChannel: 'チャンネルを作成',
  browseChannels: 'チャンネルを探す',
  channelSettings: 'チャンネルの設定',
  archivedText: 'このチャンネルはアーカイブされています。閲覧のみできます。',
  restoreChannel: '復元',
  channelDeleted: (name: string) => `#${name} は削除されました。`,
  noLongerInChannel: (name: string) => `#${name} から外れました。`,
  peopleIn: (channel: string) => `#${channel} の参加者`,
  createCategory: 'カテゴリーを作成',
  renameCategory: 'カテゴリー名を変更',
  deleteCategory: 'カテゴリーを削除',
  categoryMenu: (name: string) => `カテゴリー「${name}」`,
  moveUp: '上へ移動',
  moveDown: '下へ移動',
  movedTo: (category: string, place: number, of: number) => `${category}、${of} 件中 ${place} 番目`,
  noChannels: 'チャンネルはまだありません。',
  noChannelTitle: '参加しているチャンネルがありません',
  noChannelText: 'チャンネルに参加すると、すぐに会話を始められます。',
  unreadCount: (count: number) => `未読メッセージ ${count > 99 ? '99+' : number.format(count)} 件`,

  // Invites
  invitePeople: 'メンバーを招待',

  // Messages
  messagesIn: (channel: string) => `#${channel} のメッセージ`,
  messageTo: (channel: string) => `#${channel} へメッセージ`,
  messagesWith: (name: string) => `${name} とのメッセージ`,
  messageToPerson: (name: string) => `${name} へメッセージ`,
  send: '送信',
  draft: '下書きあり',
  preview: 'プレビュー',
  jumpToNewest: '最新へ',
  edited: '（編集済み）',
  deletedOwn: (name) => `${name}さんがこのメッセージを削除しました`,
  deletedBy: (name) => `モデレーター（${name}さん）がこのメッセージを削除しました`,
  pinnedBy: (name) => `${name}さんがピン留め`,
  reactedBy: (emoji, names, others) =>
    `${emoji} ${names.map((name) => `${name}さん`).join('、')}${others > 0 ? `、ほか ${number.format(others)} 人` : ''}`,
  newLine: '新着',
  newMessages: '新着メッセージ',
  thread: 'スレッド',
  threads: 'スレッド一覧',
  replyCount: (count: number) => `${number.format(count)} 件の返信`,
  lastReply: (moment: string) => `最終 ${moment}`,
  repliedTo: (name: string, words: string) => `${name}さんに返信：${words}`,
  repliedToEarlier: 'スレッドでの返信',
  unreadThreads: (count: number) => `未読のスレッド ${number.format(count)} 件`,
  pins: 'ピン留めしたメッセージ',
  messagesFailed: 'メッセージを読み込めませんでした。サーバーには残っています。',
  channelBeginning: (channel: string) => `ここは #${channel} の始まりです`,
  addToChannel: '参加者を追加',
  channelSilent: '下の欄から最初のメッセージを送ってみましょう。',
  beforeYouJoined: '参加前のメッセージは表示されません',
  waitsToBeSent: '保存済み。つながり次第送信されます',
  sendingIn: (seconds: number) => `${seconds} 秒後に送信します`,
  undoSending: '送信を取り消す',
  notSent: '送信できませんでした。',
  triedAgain: '自動的に再送信します。',
  markAllRead: 'すべて既読にする',
  allRead: (count: number) => `${count} 件のチャンネルを既読にしました。`,
  typing: (name: string) => `${name}さんが入力中…`,
  twoTyping: (one: string, other: string) => `${one}さんと${other}さんが入力中…`,
  manyTyping: '複数の人が入力中…',
  charactersLeft: (count: number) => `残り ${number.format(count)} 文字`,
  charactersOver: (count: number) => `${number.format(count)} 文字超過`,
  lineJoined: (name: string) => `${name}さんが参加しました`,
  lineLeft: (name: string) => `${name}さんが退出しました`,
  lineRemoved: (name: string) => `${name}さんが外されました`,
  lineRenamed: (name: string, channel: string) => `${name}さんがチャンネル名を #${channel} に変更しました`,
  lineGroupRenamed: (name: string, group: string) => `${name}さんがグループ名を「${group}」に変更しました`,
  lineTopic: (name: string, topic: string) => `${name}さんがトピックを設定しました：${topic}`,
  lineTopicRemoved: (name: string) => `${name}さんがトピックを削除しました`,
  linePrivate: (name: string) => `${name}さんがチャンネルを非公開にしました`,
  lineHistoryAll: (name: string) => `${name}さんが過去のメッセージを全員に公開しました`,
  lineHistoryJoining: (name: string) => `${name}さんが過去のメッセージを参加時点からに制限しました`,
  lineArchived: (name: string) => `${name}さんがチャンネルをアーカイブしました`,
  lineRestored: (name: string) => `${name}さんがチャンネルを復元しました`,

  // Attaching files
  attachTo: (place: string) => `${place} に添付`,

  // Files
  files: 'ファイル',
  fileCount: (count: number) => `ファイル ${number.format(count)} 件`,

  // Members
  members: 'メンバー',
  deletedPerson: '削除されたユーザー',

  // Account and settings
  account: 'アカウント',
  profile: 'プロフィール',
  addAccount: '別のアカウントを追加',
  settings: '設定',

  // Being told
  presence: { online: 'オンライン', idle: '離席中', dnd: '取り込み中', offline: 'オフライン' },

  // Keyboard
  shortcuts: 'キーボードショートカット',
  jumpTo: '移動先',

  // What went wrong, by the server's code
  errorOffline:
    'サーバーから応答がありません。ネットワークを確認して、もう一度お試しください。入力した内容は残っています。',
  errorUnknown: '問題が発生しました。結果をご確認のうえ、もう一度お試しください。',
  tryAgainIn: (seconds: number) => `${number.format(seconds)} 秒後にお試しください。`,
} satisfies typeof en;
