/** A keyboard with an input method, as Chromium itself hears it. */
export class Ime {
  static async at(page) {
    const ime = new Ime();
    ime.cdp = await page.context().newCDPSession(page);
    return ime;
  }

  composes = (text) =>
    this.cdp.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });

  commits = (text) => this.cdp.send('Input.insertText', { text });

  /** A key as Windows gives it while an input method composes: code 229 and no name. */
  async presses229(code) {
    const key = { key: 'Process', code, windowsVirtualKeyCode: 229 };
    for (const type of ['rawKeyDown', 'keyUp']) await this.cdp.send('Input.dispatchKeyEvent', { type, ...key });
  }
}
