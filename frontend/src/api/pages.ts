/** Everything of a list that the server gives in pages; `next` of one page is `after` of the following. */
export async function allPages<T>(fetch: (after?: number) => Promise<{ items: T[]; next?: number }>): Promise<T[]> {
  const all: T[] = [];
  let after: number | undefined;
  do {
    const page = await fetch(after);
    all.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return all;
}
