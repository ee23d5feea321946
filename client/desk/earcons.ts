/** Four short sounds, made on the spot: nothing is fetched, and none is ever the only sign of what it stands for. */
import type { Earcon } from "./attention.ts";

/** Notes in hertz, one after the other, each as long as `noteMs`: in all under 0.4 s. */
const earcons: Record<Earcon, { notes: readonly number[]; noteMs: number; wave: OscillatorType }> =
  {
    alarm: { notes: [392, 311, 392], noteMs: 125, wave: "triangle" },
    medal: { notes: [523, 659, 784], noteMs: 110, wave: "sine" },
    emotion: { notes: [440, 554], noteMs: 150, wave: "sine" },
    public: { notes: [988], noteMs: 60, wave: "sine" },
  };

/** Well under what a person speaks at, at full volume. */
const loudest = 0.25;
let context: AudioContext | null = null;

/** Plays it at `volume` (1 to 100). A browser that allows no sound yet, before a first gesture, stays silent. */
export function play(earcon: Earcon, volume: number): void {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => undefined);
  const { notes, noteMs, wave } = earcons[earcon];
  const level = context.createGain();
  level.gain.value = (loudest * volume) / 100;
  level.connect(context.destination);
  for (const [at, hertz] of notes.entries()) {
    const from = context.currentTime + (at * noteMs) / 1000;
    const until = from + noteMs / 1000;
    const note = context.createOscillator();
    const swell = context.createGain();
    note.type = wave;
    note.frequency.value = hertz;
    // A soft edge at both ends: a cut wave clicks.
    swell.gain.setValueAtTime(0, from);
    swell.gain.linearRampToValueAtTime(1, from + 0.01);
    swell.gain.linearRampToValueAtTime(0, until);
    note.connect(swell).connect(level);
    note.start(from);
    note.stop(until);
  }
}
