import createClient from 'openapi-fetch';
import { Failure } from './failure';
import type { paths } from './schema';

/** Who acts: the header X-Account of every call; null before anyone is signed in. */
let account: number | null = null;

export function actAs(id: number | null) {
  account = id;
}

/** Milliseconds until a call counts as lost: a server without power says nothing, and the call would wait for minutes. */
const answeredWithin = 30_000;

export const client = createClient<paths>({
  baseUrl: '',
  fetch: (request) => fetch(request, { signal: AbortSignal.timeout(answeredWithin) }),
  cache: 'no-store',
  querySerializer: { array: { style: 'form', explode: false } },
});

client.use({
  onRequest({ request }) {
    if (account !== null && !request.headers.has('X-Account')) request.headers.set('X-Account', String(account));
    return request;
  },
  onError: () => new Failure(0),
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; any other answer is thrown as a Failure. */
export async function body<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw failure(response, error);
  return data as T;
}

function failure(response: Response, error: unknown): Failure {
  const problem = typeof error === 'object' && error !== null ? error : {};
  return new Failure(response.status, problem, Number(response.headers.get('Retry-After')) || 0);
}
