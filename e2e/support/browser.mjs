import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { trustRoot } from './trust.mjs';
import { reportViolations, Watch } from './watch.mjs';

/**
 * Hosts of its makers that Chromium asks for by itself, also with an empty page or a plain form (browsers.mjs shows it): updates,
 * accounts, autofill, spelling, and after a certificate's warning whether a hotel's sign-in page is behind it. Only these are
 * kept from it; what a page of ours asked for would still be seen.
 */
const makers = [
  'update.googleapis.com',
  'accounts.google.com',
  'content-autofill.googleapis.com',
  'redirector.gvt1.com',
  'connectivitycheck.gstatic.com',
];

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
  `--host-resolver-rules=${makers.map((host) => `MAP ${host} ~NOTFOUND`)}`,
];

export const locales = { en: 'en-GB', ja: 'ja-JP' };

/** Chromium with a home of its own that trusts the house's root, unless told otherwise. Every device in it is watched. */
export class Browser {
  static async open(house, { trusting = true } = {}) {
    const browser = new Browser();
    browser.house = house;
    browser.watch = new Watch(house);
    browser.home = await mkdtemp(join(tmpdir(), 'courtyard-home-'));
    if (trusting) await trustRoot(join(browser.home, '.pki/nssdb'), house.root);
    browser.chromium = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: flags,
      env: {
        ...process.env,
        HOME: browser.home,
        XDG_CONFIG_HOME: '',
        XDG_CACHE_HOME: '',
      },
    });
    return browser;
  }

  /** A device: cookies and storage of its own. */
  async device({ language = 'en', ...options } = {}) {
    const device = await this.chromium.newContext({
      baseURL: this.house.origin,
      locale: locales[language],
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    await device.addInitScript(reportViolations, reportViolations.prefix);
    device.on('request', (request) => this.watch.requested(request.url()));
    device.on('console', (message) => this.watch.said(message.type(), message.text()));
    device.on('weberror', (event) => this.watch.failed(event.error()));
    device.on('page', (page) => page.on('websocket', (socket) => this.watch.requested(socket.url())));
    return device;
  }

  async close() {
    await this.chromium.close();
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
