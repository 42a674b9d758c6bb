// Says whether this device trusts the server. The page says everything without it, too.
const check = document.getElementById('check');
const verdict = document.getElementById('verdict');

function say(answer) {
  verdict.textContent = check.dataset[answer];
  verdict.className = answer;
}

// Over plain HTTP: a picture from the encrypted side arrives only if its certificate is accepted.
function lookAcross() {
  const picture = new Image();
  picture.referrerPolicy = 'origin';
  picture.onload = () => say('seen');
  picture.onerror = () => say('no');
  picture.src = `${check.dataset.secure}/trust/trusted.svg?${Date.now()}`;
}

// Over HTTPS a warning may have been clicked away. Chromium's family allows no worker then, and is known by userAgentData;
// Firefox does allow one, and Safari may.
async function tryWorker() {
  if (!navigator.serviceWorker) return say('unknown');
  const address = '/trust/worker.js';
  const policy = globalThis.trustedTypes?.createPolicy('app', { createScriptURL: () => address });
  try {
    const worker = await navigator.serviceWorker.register(policy ? policy.createScriptURL('') : address, {
      scope: '/trust/',
    });
    await worker.unregister();
    say(navigator.userAgentData ? 'yes' : 'seen');
  } catch {
    say('no');
  }
}

if (location.protocol === 'https:') void tryWorker();
else lookAcross();
