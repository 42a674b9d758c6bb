/** Something that is read in a charset, which people may change. */
export interface Lettered {
  /** Empty until it is known, or where none had to be chosen. */
  readonly charset: string;
  readonly charsets: string[];
  /** Reads it anew in another. */
  in(charset: string): Promise<void>;
}
