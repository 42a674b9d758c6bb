/** What a page has done that no page of ours may do, and what it complained of. */
export class Watch {
  faults = [];
  errors = [];

  constructor(house) {
    this.hosts = [new URL(house.origin).host];
  }

  requested(url) {
    const { protocol, host } = new URL(url);
    if (['data:', 'blob:', 'about:'].includes(protocol)) return;
    if (!this.hosts.includes(host)) this.faults.push(`a request to ${host}`);
  }

  failed(error) {
    this.faults.push(`an uncaught error: ${error?.stack ?? error}`);
  }

  said(type, text) {
    if (type !== 'error') return;
    if (text.startsWith(mark)) this.faults.push(text);
    else this.errors.push(text);
  }

  /** Throws when anything happened that must not. */
  check() {
    if (this.faults.length) throw new Error(`the pages are not clean:\n${this.faults.join('\n')}`);
  }
}

const mark = 'policy violation:';

/** Runs in each page before its own scripts. What a foreign page in its closed frame is kept from is no fault of ours. */
export const reportViolations = (prefix) =>
  location.pathname.startsWith('/preview/') ||
  addEventListener('securitypolicyviolation', (event) =>
    console.error(prefix, event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber, event.sample),
  );
reportViolations.prefix = mark;
