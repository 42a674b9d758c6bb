
'use strict';
// Only the page gives work: scripts that put a tool each into self.tools, and jobs for these.
self.tools = {};
addEventListener('message', async ({ source, data: { job, code, tool, input } }) => {
  if (source !== parent || !job) return;
  const say = (fields) => parent.postMessage({ job, ...fields }, '*');
  try {
    if (tool) return say({ result: (await tools[tool](input, say)) ?? null });
    const script = Object.assign(document.createElement('script'), { src: URL.createObjectURL(code) });
    await new Promise((done, failed) => document.body.append(Object.assign(script, { onload: done, onerror: failed })));
    say({ result: null });
  } catch (thrown) {
    say({ failed: String(thrown?.name ?? 'Error') });
  }
});
parent.postMessage({ ready: true }, '*');
