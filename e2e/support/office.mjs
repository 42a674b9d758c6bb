import assert from 'node:assert/strict';
import { Program } from './api.mjs';
import { setupCode } from './house.mjs';

const secret = (username) => `${username} walks at dawn`;

/** Who works in the office of the pictures, in each language; the first one set it up. */
export const offices = {
  en: {
    organisation: 'Harbour Works',
    workspace: 'Harbour Works',
    people: ['Aiko Sato', 'Ben Carter', 'Chie Tanaka', 'Daniel Okafor', 'Emi Suzuki', 'Frances Lee'],
    channels: ['news', 'orders', 'planning', 'server-room', 'visitors'],
    category: 'Operations',
    quiet: 'management',
    old: 'summer-party',
    topic: 'Ships, cranes and whose turn it is',
    unread: 'The crane inspector comes at three.',
    typed: 'I am on my way, five minutes.',
    talk: [
      [1, 'Good morning! The **Osaka** delivery was moved to Thursday.'],
      [0, 'Thank you, Ben. Here is the plan:\n\n1. Call the carrier\n2. Move the crane slot\n3. Tell the warehouse'],
      [0, 'I will do the first two.'],
      [2, '> Move the crane slot\n\nSlot 14 is free from ten. 佐藤さんに伝えました。'],
      [
        3,
        'New hours from December:\n\n| Day | Open | Close |\n|---|---:|---:|\n| Monday to Friday | 08:30 | 18:00 |\n| Saturday | 09:00 | 13:00 |',
      ],
      [
        4,
        'The export script is fixed:\n\n```go\nfunc slots(day time.Time) []Slot {\n\tif closed(day) {\n\t\treturn nil\n\t}\n\treturn plan[day.Weekday()]\n}\n```',
      ],
      [1, 'Works here, thanks! `slots(today)` gives 14 and 15.'],
      [0, 'Then we are done for today. ~~Slot 13~~ stays empty.'],
    ],
  },
  ja: {
    organisation: '港湾工業株式会社',
    workspace: '総務部',
    people: ['佐藤 愛子', '田中 健', '鈴木 千恵', 'Daniel Okafor', '高橋 恵美', '渡辺 文子'],
    channels: ['お知らせ', '受付', '受注', 'サーバー室', '昼食'],
    category: '業務',
    quiet: '経営会議',
    old: '夏祭り',
    topic: '日々の連絡と当番',
    unread: '15時に点検業者が来ます。',
    typed: '今向かっています。5分ほどで着きます。',
    talk: [
      [1, 'おはようございます。**大阪**の納品は木曜日に変更になりました。'],
      [
        0,
        '田中さん、ありがとうございます。次のように進めます。\n\n1. 運送会社に電話\n2. クレーンの予約を変更\n3. 倉庫に連絡',
      ],
      [0, '1と2は私がやります。'],
      [2, '> クレーンの予約を変更\n\n14番が10時から空いています。'],
      [
        3,
        '12月からの受付時間です。 / New hours:\n\n| 曜日 | 開始 | 終了 |\n|---|---:|---:|\n| 月～金 | 08:30 | 18:00 |\n| 土 | 09:00 | 13:00 |',
      ],
      [
        4,
        '集計スクリプトを直しました。\n\n```go\nfunc slots(day time.Time) []Slot {\n\tif closed(day) {\n\t\treturn nil\n\t}\n\treturn plan[day.Weekday()]\n}\n```',
      ],
      [1, '動きました。`slots(today)` は 14 と 15 になります。'],
      [0, 'では本日はここまでにしましょう。~~13番~~ は空けておきます。'],
    ],
  },
};

/** Fills a house as an office does in a morning, over the API; gives the first person and an invite code. */
export async function furnish(house, office) {
  const people = office.people.map((name, index) => ({
    name,
    username: usernames[index],
    password: secret(usernames[index]),
  }));
  const { organisation, workspace } = office;
  await created(house, '/api/v1/setup', {
    setup_code: setupCode,
    organisation,
    workspace,
    ...people[0],
  });
  const first = await Program.of(house, people[0]);
  const place = await first.workspace(workspace);
  const invite = await first.ask('POST', `/workspaces/${place.id}/invites`, {
    max_uses: 20,
    expires_in_minutes: 10_080,
  });
  const programs = [first];
  for (const one of people.slice(1)) {
    await created(house, '/api/v1/accounts', { ...one, invite: invite.code });
    programs.push(await Program.of(house, one));
  }
  for (const [index, role] of [
    [1, 'admin'],
    [2, 'moderator'],
  ]) {
    const { id } = await programs[index].ask('GET', '/me');
    await first.ask('PATCH', `/workspaces/${place.id}/members/${id}`, { role });
  }
  await talk(first, programs, place, office);
  return { owner: people[0], code: invite.code };
}

async function created(house, path, body) {
  const { status, text } = await house.ask('POST', path, { body });
  assert.equal(status, 201, text);
}

async function talk(first, programs, place, { channels, talk, topic, unread, category, quiet, old }) {
  const made = [];
  for (const name of channels) {
    made.push(
      await first.ask('POST', `/workspaces/${place.id}/channels`, {
        name,
        kind: 'text',
        everyone: true,
      }),
    );
  }
  const group = await first.ask('POST', `/workspaces/${place.id}/categories`, {
    name: category,
  });
  for (const one of made.slice(1, 4)) await first.ask('PATCH', `/channels/${one.id}`, { category: group.id });
  const room = { kind: 'text', private: true, category: group.id };
  const closed = await first.ask('POST', `/workspaces/${place.id}/channels`, {
    ...room,
    name: quiet,
  });
  for (const index of [1, 2]) {
    const { id } = await programs[index].ask('GET', '/me');
    await first.ask('PUT', `/channels/${closed.id}/members/${id}`);
  }
  const past = await first.ask('POST', `/workspaces/${place.id}/channels`, {
    name: old,
    kind: 'text',
    everyone: true,
  });
  await first.ask('PATCH', `/channels/${past.id}`, { archived: true });
  const general = await first.channel('general');
  await first.ask('PATCH', `/channels/${general.id}`, { topic });
  for (const [who, text] of talk) await programs[who].post(general, text);
  await programs[1].post(made[0], unread);
  for (const who of [1, 2, 4]) await programs[who].post(made[3], unread);
}

const usernames = ['aiko', 'ben', 'chie', 'daniel', 'emi', 'frances'];
