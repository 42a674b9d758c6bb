/** Two short notes, one above the other, in Hz. */
const notes = [784, 1047];
/** Seconds that a note sounds, and how loud. */
const length = 0.16;
const loudness = 0.12;
/** Milliseconds to wait for the browser to let us sound. */
const patience = 300;

/** The sound of a notification, made by the browser itself. */
export class Tone {
  private context: AudioContext | null = null;

  /** Whether it sounded: browsers stay silent until somebody has clicked or typed in the tab. */
  async play(): Promise<boolean> {
    if (!mayBegin()) return false;
    try {
      this.context ??= new AudioContext();
      if (this.context.state !== 'running') await Promise.race([this.context.resume(), wait(patience)]);
      if (this.context.state !== 'running') return false;
      notes.forEach((note, i) => sound(this.context!, note, this.context!.currentTime + i * length));
      return true;
    } catch {
      return false;
    }
  }
}

/** Chromium complains of each sound that is begun too early. */
const mayBegin = () => 'AudioContext' in globalThis && (navigator.userActivation?.hasBeenActive ?? true);

const wait = (milliseconds: number) => new Promise((over) => setTimeout(over, milliseconds));

function sound(context: AudioContext, note: number, from: number) {
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = note;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(loudness, from + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.001, from + length);
  tone.connect(volume).connect(context.destination);
  tone.start(from);
  tone.stop(from + length);
}
