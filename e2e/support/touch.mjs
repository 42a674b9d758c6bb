/** What a finger could miss on a page, and inputs into which an iPhone would zoom. */
export function tooSmall(page, screen) {
  return page.evaluate((name) => {
    const [least, readable] = [44, 16];
    const modal = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
    const controls = modal.querySelectorAll('a[href], button, input, select, textarea, [role="option"]');
    const found = [];
    for (const control of controls) {
      // A box is pressed by its label; links inside a sentence are as high as its line.
      const target = control.closest('label') ?? control;
      const { width, height } = target.getBoundingClientRect();
      const hidden = control.closest('[aria-hidden="true"]') || !control.checkVisibility({ visibilityProperty: true });
      if (hidden || control.closest('[role="article"] p, [role="log"] article, p')) continue;
      if (Math.round(width) < least || Math.round(height) < least) {
        found.push(`${name}: ${Math.round(width)} × ${Math.round(height)} ${control.outerHTML.slice(0, 120)}`);
      }
      const typed = control.matches('input:not([type="checkbox"]), select, textarea');
      if (typed && parseFloat(getComputedStyle(control).fontSize) < readable)
        found.push(`${name}: letters ${control.outerHTML.slice(0, 120)}`);
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`${name}: wider than the screen by ${scrollWidth - clientWidth}`);
    return found;
  }, screen);
}

/** Holds a finger beside the words of a message until something is there, and lifts it. */
export async function holds(message, something) {
  const { width: wide, height: high } = await message.boundingBox();
  const lift = await puts(message, { x: wide - 30, y: high / 2 });
  await something.waitFor();
  await lift();
}

/** Holds a finger for a second, and lifts it. */
export async function rests(target) {
  const { width, height } = await target.boundingBox();
  const lift = await puts(target, { x: width / 2, y: height / 2 });
  await target.page().waitForTimeout(1_000);
  await lift();
}

async function puts(target, position) {
  await target.tap({ trial: true, position }); // in view, and standing still
  const { x, y } = await target.boundingBox();
  const finger = await target.page().context().newCDPSession(target.page());
  const touchPoints = [{ x: x + position.x, y: y + position.y }];
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  return () => finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
