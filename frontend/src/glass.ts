/** Whether the person types on glass: a coarse pointer and no fine one beside it. */
export const typesOnGlass = (): boolean =>
  matchMedia('(pointer: coarse)').matches && !matchMedia('(any-pointer: fine)').matches;
