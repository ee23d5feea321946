/** Plays the earcons, drawn by the browser itself. */
import { type Earcon, type Note, notesOf } from "./earcons.ts";

let context: AudioContext | null = null;

/** Browsers keep a page silent until somebody has pressed something in it: call it from a press. */
export async function openSound(): Promise<void> {
  context ??= new AudioContext();
  if (context.state !== "running") await context.resume();
}

/** Plays one at a volume from 0 to 1; nothing while the page may not sound: later, it would say something else. */
export function play(earcon: Earcon, volume: number): void {
  if (context?.state !== "running" || volume === 0) return;
  for (const note of notesOf[earcon]) playNote(context, note, volume);
}

/** Swells and fades, so that it begins and ends without a crack. */
function playNote(on: AudioContext, { hz, fromMs, forMs, level, shape }: Note, volume: number) {
  const from = on.currentTime + fromMs / 1000;
  const until = from + forMs / 1000;
  const tone = new OscillatorNode(on, { type: shape, frequency: hz });
  const gain = new GainNode(on, { gain: 0 });
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(level * volume, from + 0.008);
  gain.gain.linearRampToValueAtTime(0, until);
  tone.connect(gain).connect(on.destination);
  tone.start(from);
  tone.stop(until);
}
