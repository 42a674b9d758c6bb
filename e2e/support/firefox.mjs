import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { locales } from './browser.mjs';
import { trustRoot } from './trust.mjs';
import { reportViolations, Watch } from './watch.mjs';

/** Everything that Firefox would say to the outside by itself is switched off. */
const quiet = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutHomeSnippets.updateUrl': '',
  'browser.newtabpage.activity-stream.feeds.topsites': false,
  'browser.region.network.url': '',
  'browser.region.update.enabled': false,
  'browser.safebrowsing.blockedURIs.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'captivedetect.canonicalURL': '',
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.localDomains': 'firefox.settings.services.mozilla.com', // asked for whatever services.settings.server says
  'network.prefetch-next': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
};

/** Firefox reports a socket that finds no server as an error of the page. */
const unreached =
  /^Firefox can.t establish a connection to the server at wss:|^The connection to wss:\S+ was interrupted/;

/** Firefox, driven over WebDriver BiDi, with a profile that trusts the house's root. Every device in it is watched. */
export class Firefox {
  static async open(house, language = 'en') {
    const firefox = new Firefox();
    firefox.house = house;
    firefox.watch = new Watch(house);
    firefox.home = await mkdtemp(join(tmpdir(), 'courtyard-firefox-'));
    const profile = join(firefox.home, 'profile');
    await trustRoot(profile, house.root);
    firefox.browser = await puppeteer.launch({
      browser: 'firefox',
      protocol: 'webDriverBiDi',
      executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
      userDataDir: profile,
      extraPrefsFirefox: {
        ...quiet,
        'intl.accept_languages': locales[language],
      },
      env: { ...process.env, HOME: firefox.home },
      defaultViewport: { width: 1280, height: 800 },
    });
    return firefox;
  }

  /** A page of a device with cookies and storage of its own. */
  async device() {
    const page = await (await this.browser.createBrowserContext()).newPage({ type: 'window' }); // a tab behind another one hardly draws
    await page.evaluateOnNewDocument(reportViolations, reportViolations.prefix);
    page.on('request', (request) => this.watch.requested(request.url()));
    page.on('console', (message) => this.watch.said(message.type(), message.text()));
    page.on('pageerror', (error) => unreached.test(error.message) || this.watch.failed(error));
    return page;
  }

  async close() {
    await this.browser.close();
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
