import type { controls as en } from '../en/controls';

export const controls = {
  cancel: 'キャンセル',
  join: '参加',
  none: 'なし',
  nothingFound: '見つかりません。文字を減らしてお試しください。',
  open: '開く',
  remove: '外す',
  save: '保存',
} satisfies typeof en;
