import type { Plugin } from 'vite';

/** Knows which modules the first screen needs: those that the entry imports, and what these import, but not what is fetched later. */
export function firstScreen(): Plugin & { needs(id: string): boolean } {
  const needed = new Set<string>();
  return {
    name: 'first-screen',
    apply: 'build',
    needs: (id) => needed.has(id),
    buildEnd() {
      const next = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry);
      for (let id = next.pop(); id !== undefined; id = next.pop()) {
        if (needed.has(id)) continue;
        needed.add(id);
        next.push(...(this.getModuleInfo(id)?.importedIds ?? []));
      }
    },
  };
}
