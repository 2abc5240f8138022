import type { RaceView } from '../src/protocol/panel.ts';
import type { Laps } from '../src/protocol/run.ts';

const POINTS = 1000;

interface Track {
  iteration: number[];
  loss: number[];
}

/** The racers' steps as they stream in, at most so many points of each; `version` grows with every change. */
export class RaceTrace {
  version = 0;
  readonly tracks: Track[];

  constructor(race: RaceView | null) {
    this.tracks = (race?.tracks ?? []).map(({ iteration, loss }) => ({
      iteration: [...iteration],
      loss: [...loss],
    }));
  }

  append({ racer, iteration, loss }: Laps): void {
    for (const [at, of] of racer.entries()) {
      this.tracks[of] ??= { iteration: [], loss: [] };
      const track = this.tracks[of];
      track.iteration.push(iteration[at] ?? 0);
      track.loss.push(loss[at] ?? 0);
      if (track.loss.length > POINTS) this.tracks[of] = thinned(track);
    }
    this.version += 1;
  }

  /** Where each racer stands. */
  last(of: number): { readonly iteration: number; readonly loss: number } | null {
    const track = this.tracks[of];
    const at = (track?.loss.length ?? 0) - 1;
    return track && at >= 0 ? { iteration: track.iteration[at] ?? 0, loss: track.loss[at] ?? 0 } : null;
  }

  /** The lowest loss that any racer has reached; infinite before the first step. */
  get lowest(): number {
    return this.tracks.reduce(
      (low, { loss }) => loss.reduce((least, value) => Math.min(least, value), low),
      Number.POSITIVE_INFINITY,
    );
  }
}

/** Every second point; the first and the newest stay. */
function thinned({ iteration, loss }: Track): Track {
  const keep = (_: number, at: number): boolean => at % 2 === 0 || at === loss.length - 1;
  return { iteration: iteration.filter(keep), loss: loss.filter(keep) };
}
