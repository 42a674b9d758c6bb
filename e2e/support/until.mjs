/** Asks again and again until the answer is truthy, and gives it; says what was waited for when it never is. */
export async function until(ask, what, { seconds = 20 } = {}) {
  const end = Date.now() + seconds * 1000;
  let last;
  for (;;) {
    last = await ask();
    if (last) return last;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await new Promise((again) => setTimeout(again, 25));
  }
}
