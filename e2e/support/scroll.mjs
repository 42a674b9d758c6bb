/** Watches where the rows of a log stand while it is scrolled. */
export class Scroll {
  static async of(page, log) {
    const scroll = new Scroll();
    scroll.log = await log.elementHandle();
    return scroll;
  }

  /**
   * Waits until nothing has moved for six frames (and, where the offset before is given, until something has), then
   * tells the offset, the row nearest the middle, and by how many pixels the given row has moved down.
   */
  settled(anchor, from) {
    return this.log.evaluate(settle, { anchor, from });
  }

  /** Pixels between the view and the end of the log. */
  toEnd = () => this.log.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);
}

async function settle(log, { anchor, from }) {
  const rows = () => [...log.querySelectorAll('[role=article][data-seq], article[data-seq]')];
  const top = (row) => row.getBoundingClientRect().top;
  const frame = () => new Promise(requestAnimationFrame);
  const state = () => `${log.scrollTop} ${log.scrollHeight} ${rows().length}`;

  let started = from === undefined || from === 0;
  for (let [still, tries, last] = [0, 0, '']; still < 6 && tries < 300; tries++) {
    await frame();
    started ||= log.scrollTop !== from || tries > 60;
    still = started && state() === last ? still + 1 : 0;
    last = state();
  }
  const middle = log.getBoundingClientRect().top + log.clientHeight / 2;
  const near = rows().reduce((best, row) => (Math.abs(top(row) - middle) < Math.abs(top(best) - middle) ? row : best));
  const old = anchor && rows().find((row) => row.dataset.seq === anchor.seq);
  return {
    offset: log.scrollTop,
    anchor: { seq: near.dataset.seq, top: top(near) },
    drift: old ? top(old) - anchor.top : 0,
  };
}
