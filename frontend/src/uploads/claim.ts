/** Takes what no other tab of this browser has; gives what leaves it to others, or null where one has it. */
export function claim(name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    if (!('locks' in navigator)) return resolve(() => {});
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(null);
      return new Promise<void>((leave) => resolve(leave));
    });
  });
}
