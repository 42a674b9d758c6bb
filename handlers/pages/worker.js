// Does nothing. Chromium lets a site have a worker only where it trusts its certificate; check.js tries that.
