// Shows what a link leads to, and downloads it. The secret stands behind the #, which a browser sends to nobody; from here it goes
// to the server in a body, so that no log and no Referer has it.
const page = document.getElementById('shared');
const at = (id) => document.getElementById(id);
const { lang } = document.documentElement;

function say(answer) {
  at('said').textContent = page.dataset[answer] ?? '';
  at('again').hidden = answer !== 'failed';
}

const answers = { 404: 'refused', 422: 'refused', 429: 'slow' };

/** What the server says of the link; else it is said why there is nothing. */
async function ask() {
  const secret = location.hash.slice(1);
  if (!secret) return refuse('incomplete');
  try {
    const answer = await fetch('/api/v1/shared', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ secret }),
    });
    if (answer.ok) return await answer.json();
    return refuse(answers[answer.status] ?? 'failed');
  } catch {
    return refuse('failed');
  }
}

function refuse(answer) {
  if (answer !== 'failed' && answer !== 'slow') at('file').hidden = true;
  say(answer);
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'];

function sizeOf(bytes) {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const count = bytes / 1024 ** power;
  return `${power && count < 9.95 ? count.toFixed(1) : Math.round(count)} ${units[power]}`;
}

function show(file) {
  document.title = `${file.name} – Courtyard`;
  at('name').textContent = file.name;
  at('kind').textContent = page.dataset[file.kind];
  at('size').textContent = sizeOf(file.size);
  at('sharer').textContent = `${file.shared_by} (${file.workspace})`;
  const locale = lang === 'en' ? 'en-GB' : lang; // days before months and 24 hours, as everywhere here
  at('until').textContent = new Date(file.expires_at).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });
  at('counted').hidden = file.downloads_left === undefined;
  at('left').textContent = file.downloads_left;
  at('file').hidden = false;
}

async function look() {
  say('waiting');
  at('file').hidden = true;
  const file = await ask();
  if (!file) return;
  show(file);
  say();
}

/** The link is asked again first: it may have ended, and a visit does not last. */
async function download() {
  const file = await ask();
  if (!file) return;
  const way = document.createElement('a');
  way.href = file.url;
  way.download = '';
  way.click();
  const left = file.downloads_left === undefined ? undefined : file.downloads_left - 1;
  show({ ...file, downloads_left: left });
  at('download').hidden = left === 0;
  say(left === 0 ? 'last' : 'begun');
}

at('download').addEventListener('click', () => void download());
at('again').addEventListener('click', () => void look());
addEventListener('hashchange', () => location.reload());
void look();
