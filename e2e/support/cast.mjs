const password = (name) => `${name} walks at dawn`;
const person = (name, username) => ({
  name,
  username,
  password: password(username),
});

/** Who acts in the stories, in each language. */
export const casts = {
  en: {
    aiko: person('Aiko', 'aiko'),
    ben: person('Ben', 'ben'),
    organisation: 'Harbour Office',
    workspace: 'Harbour',
  },
  ja: {
    aiko: person('佐藤愛子', 'aiko'),
    ben: person('田中', 'tanaka'),
    organisation: '港湾事務所',
    workspace: '総務部',
  },
};
