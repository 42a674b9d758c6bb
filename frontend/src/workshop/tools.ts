/** What the boot script of the workshop's frame gives a tool besides its input. */
export type Say = (fields: { want: string }) => void;
type Tools = Record<string, (input: never, say: Say) => unknown>;

/** Puts a tool under its name, where the frame finds it. */
export function offer<Input>(name: string, work: (input: Input, say: Say) => unknown) {
  (globalThis as unknown as { tools: Tools }).tools[name] = work;
}
