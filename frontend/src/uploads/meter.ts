/** Seconds over which a rate is smoothed. */
const memory = 3;
/** Seconds between two samples at least: what browsers report in shorter ones is noise. */
const least = 0.25;

/** Bytes a second of what is on its way, smoothed. */
export class Meter {
  rate = 0;
  private bytes: number | null = null;
  private at = 0;

  constructor(private readonly now = () => performance.now()) {}

  /** Notes how many bytes have gone by now. What had gone before the first note took no time that is known. */
  note(bytes: number) {
    const now = this.now();
    const passed = (now - this.at) / 1000;
    if (this.bytes !== null && passed < least) return;
    if (this.bytes !== null && bytes >= this.bytes) {
      const sample = (bytes - this.bytes) / passed;
      this.rate = this.rate ? this.rate + (1 - Math.exp(-passed / memory)) * (sample - this.rate) : sample;
    }
    this.bytes = bytes;
    this.at = now;
  }
}
