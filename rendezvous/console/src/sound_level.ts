/** How loud a stream of sound is, by the browser's own analyser (Web Audio). */

/** What is shown as no sound at all, in dB of full scale. */
const SILENCE_DB = -54;

export class SoundLevel {
  private readonly source: MediaStreamAudioSourceNode;
  private readonly analyser: AnalyserNode;
  private readonly samples: Float32Array<ArrayBuffer>;

  constructor(context: AudioContext, sound: MediaStream) {
    this.source = context.createMediaStreamSource(sound);
    this.analyser = context.createAnalyser();
    this.samples = new Float32Array(this.analyser.fftSize);
    this.source.connect(this.analyser);
  }

  /** From 0, silence, to 1, as loud as can be. */
  read(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    return loudness(this.samples);
  }

  close(): void {
    this.source.disconnect();
  }
}

/** The loudest of samples between -1 and 1, on a scale of decibels from 0 to 1. */
export function loudness(samples: Float32Array): number {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return peak === 0 ? 0 : Math.min(1, Math.max(0, 1 - (20 * Math.log10(peak)) / SILENCE_DB));
}
