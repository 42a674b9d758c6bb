/** How many media play at once in a tab, and of how many the beginning is fetched unasked: HTTP/1.1 gives a browser six connections. */
const most = 2;

/** Keeps the media of a tab from taking all of its connections to the server. */
export class Streams {
  private playing: HTMLMediaElement[] = [];
  private readonly fetching = new Set<HTMLMediaElement>();

  /** Whether a player may fetch its first picture and its length before it is played. */
  mayFetch(player: HTMLMediaElement): boolean {
    if (this.fetching.size >= most) return false;
    this.fetching.add(player);
    return true;
  }

  /** A player has begun; what has played the longest pauses where there are too many. */
  begun(player: HTMLMediaElement) {
    this.ended(player);
    this.playing.push(player);
    while (this.playing.length > most) this.playing.shift()!.pause();
  }

  ended(player: HTMLMediaElement) {
    this.playing = this.playing.filter((one) => one !== player);
  }

  /** A player is gone, and with it its connection. */
  gone(player: HTMLMediaElement) {
    this.ended(player);
    this.fetching.delete(player);
    player.removeAttribute('src');
    player.load();
  }
}

export const streams = new Streams();
