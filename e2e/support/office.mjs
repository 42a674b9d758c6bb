import { Program } from './api.mjs';
import { converse } from './conversation.mjs';
import { documents } from './documents.mjs';
import { setupCode } from './house.mjs';
import { png } from './samples.mjs';

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
    sought: 'an',
    files: ['entrance.png', 'harbour plan, 2nd floor, with all cables and doors.dwg', 'notes.txt', 'crane.mp4'],
    filesText: 'The plans for Monday',
    lively: 'orders',
    drawings: {
      channel: 'planning',
      photos: ['gate 4.png', 'slot 14.png', 'stairs.png'],
      photosText: 'This morning at gate 4',
      table: 'containers.csv',
      cells:
        'Container,From,Gate,Weight\nHLXU 411 203,Osaka,4,18.2 t\nMSKU 902 118,Kobe,4,22.9 t\nTGHU 330 745,Busan,2,9.4 t\n',
      letter: 'offer.docx',
    },
    group: 'Summer party',
    announcements: 'announcements',
    sayings: {
      long: 'Which of the three carriers shall we take for the **Osaka** containers? The cheapest one needs two days more than the others.',
      replies: [
        'The blue one. They were on time all year.',
        'Blue, please',
        'Then blue it is. I will call them.',
        'Done: they come at ten.',
      ],
      pinned: 'Door code and crane rota are in the safe. Ask at the desk.',
      edited: 'The meeting is at three, in the big room.',
      before: 'The meeting is at two.',
      gone: 'This was for another channel.',
      quoting: 'Which safe? The one behind the reception?',
      mention: '@aiko, could you sign the papers for gate 4 before noon? `F-2201` is still open.',
      more: ['Gate 4 is ready.', 'The pallets are labelled, the forklift is back.', 'Photos follow after lunch.'],
      writing: 'A **bold** word, a [plan](https://example.com/plan) and:\n\n- one\n- two\n\n> Quoted, with `code`',
      hello: [
        'Have you a minute for the November figures?',
        'Sure. Shall we say half past two?',
        'Perfect, thank you!',
      ],
      call: 'Could you look at the invoice from Kobe?',
      party: ['Who brings the drinks?', 'I do. 12 bottles?'],
      announced: 'The office moves to the **third floor** on 1 December. Please label your boxes by Friday.',
      name: 'be',
    },
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
    sought: '田',
    files: ['正面玄関.png', '港湾事務所 2階 平面図（配線・扉を含む最終版）.dwg', '議事録.txt', 'クレーン.mp4'],
    filesText: '月曜日の打ち合わせ用の図面です',
    lively: '受付',
    drawings: {
      channel: '受注',
      photos: ['4番ゲート.png', '14番岸壁.png', '階段.png'],
      photosText: '今朝の4番ゲートです',
      table: 'コンテナ一覧.csv',
      cells:
        'コンテナ番号,出発地,ゲート,重量\nHLXU 411 203,大阪,4,18.2 t\nMSKU 902 118,神戸,4,22.9 t\nTGHU 330 745,釜山,2,9.4 t\n',
      letter: '見積書.docx',
    },
    group: '夏祭りの準備',
    announcements: '社内通達',
    sayings: {
      long: '**大阪**行きのコンテナは、三社のうちどの運送会社にお願いしましょうか。一番安いところは、ほかより二日余分にかかるそうです。',
      replies: [
        '青山運送がよいと思います。今年は一度も遅れていません。',
        '青山さんに賛成です',
        'では青山運送に決めます。電話しておきます。',
        '手配しました。10時に来ます。',
      ],
      pinned: '入口の暗証番号とクレーンの当番表は金庫の中です。受付で聞いてください。',
      edited: '会議は15時から、大会議室です。',
      before: '会議は14時からです。',
      gone: '送り先を間違えました。',
      quoting: 'どちらの金庫でしょうか。受付の奥にあるものですか。',
      mention: '@aiko 4番ゲートの書類に、昼までに署名をお願いできますか。`F-2201` がまだ残っています。',
      more: [
        '4番ゲートの準備ができました。',
        'パレットのラベル貼りが終わり、フォークリフトも戻りました。',
        '写真は昼過ぎに送ります。',
      ],
      writing: '**太字**の言葉と[計画](https://example.com/plan)、そして\n\n- 一つ目\n- 二つ目\n\n> 引用と `code`',
      hello: [
        '11月の数字のことで、少しお時間をいただけますか。',
        'はい。14時半でいかがでしょうか。',
        '助かります。ありがとうございます。',
      ],
      call: '神戸からの請求書を見ていただけますか。',
      party: ['飲み物は誰が用意しますか。', '私が持っていきます。12本でよいですか。'],
      announced: '12月1日に事務所が**3階**へ移ります。金曜日までに箱に名前を書いてください。',
      name: '田',
    },
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

/** Fills a house as an office does in a morning, over the API; gives its people with their programs, and an invite code. */
export async function furnish(house, office) {
  const people = office.people.map((name, index) => ({
    name,
    username: usernames[index],
    password: secret(usernames[index]),
  }));
  const { organisation, workspace } = office;
  await house.creates('/setup', {
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
    await house.creates('/accounts', { ...one, invite: invite.code });
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
  const conversation = await converse(programs, place, office);
  await bring(first, office.drawings);
  return { people, programs, conversation, code: invite.code };
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

/** Files of several kinds in a channel that nothing else is shown of; whoever brings them has read them. */
async function bring(program, { channel, photos, photosText, table, cells, letter }) {
  const room = await program.channel(channel);
  const made = await documents();
  await program.brings(room, '', [letter, made['letter.docx']]);
  const shapes = [
    [1600, 1200, 200],
    [1200, 1600, 30],
    [1600, 1000, 130],
  ];
  await program.brings(room, photosText, ...photos.map((name, i) => [name, png(...shapes[i])]));
  await program.brings(room, '', [table, Buffer.from(cells)]);
}

const usernames = ['aiko', 'ben', 'chie', 'daniel', 'emi', 'frances'];
