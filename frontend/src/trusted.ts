/**
 * The page's one Trusted Types policy. It takes HTML only as the API stored it (sanitised by the server); script
 * addresses it refuses, since the page starts no workers.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string };
}

const rules = { createHTML: (html: string) => html };
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory ? factory.createPolicy('app', rules) : rules;

/** The stored HTML of a message, ready for the one component that shows HTML. */
export function messageHTML(message: { html?: string }): string {
  return policy.createHTML(message.html ?? '');
}
