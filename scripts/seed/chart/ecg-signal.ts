import { Random } from '../random.ts';

/**
 * A computed electrocardiogram. Each wave of a beat is a Gaussian, as in ECGSYN (McSharry PE, Clifford GD, Tarassenko L,
 * Smith LA. A dynamical model for generating synthetic electrocardiogram signals. IEEE Trans Biomed Eng 2003;50:289-94),
 * with amplitudes for every lead; the distance of the T wave follows the square root of the interval, as there.
 */
export type Rhythm = 'sinus' | 'atrialFibrillation';

export const leadNames = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
type LeadName = (typeof leadNames)[number];
/** The other limb leads follow from these two (Einthoven, Goldberger). */
type MeasuredLead = 'I' | 'II' | 'V1' | 'V2' | 'V3' | 'V4' | 'V5' | 'V6';

const waves = ['P', 'Q', 'R', 'S', 'T'] as const;
/** Seconds from the R wave, and standard deviation. */
const shape: Record<(typeof waves)[number], { at: number; width: number }> = {
  P: { at: -0.16, width: 0.022 },
  Q: { at: -0.03, width: 0.009 },
  R: { at: 0, width: 0.011 },
  S: { at: 0.03, width: 0.011 },
  T: { at: 0.3, width: 0.045 },
};
/** Millivolts of P, Q, R, S and T. */
const amplitudes: Record<MeasuredLead, readonly [number, number, number, number, number]> = {
  I: [0.08, -0.04, 0.65, -0.1, 0.18],
  II: [0.14, -0.07, 1, -0.14, 0.27],
  V1: [0.06, 0, 0.2, -1, -0.08],
  V2: [0.08, 0, 0.45, -1.5, 0.45],
  V3: [0.09, 0, 0.85, -1, 0.5],
  V4: [0.09, -0.06, 1.5, -0.6, 0.45],
  V5: [0.08, -0.1, 1.35, -0.3, 0.34],
  V6: [0.07, -0.09, 1.05, -0.12, 0.24],
};
/** Millivolts of the fibrillation of the atria, seen best in V1. */
const fibrillation: Record<MeasuredLead, number> = {
  I: 0.02,
  II: 0.05,
  V1: 0.09,
  V2: 0.05,
  V3: 0.03,
  V4: 0.02,
  V5: 0.02,
  V6: 0.02,
};

export interface EcgSignal {
  /** Millivolts. */
  leads: Record<LeadName, number[]>;
  /** Seconds of the R waves that were recorded. */
  beats: number[];
}

/** `rate` is beats a minute, `hertz` samples a second. */
export function ecgSignal(
  key: string,
  { rhythm, rate, seconds, hertz }: { rhythm: Rhythm; rate: number; seconds: number; hertz: number },
): EcgSignal {
  const random = new Random(key);
  const beats = beatsOf(rhythm, rate, seconds, random);
  const tones = [5.2, 6.1, 7.3].map((frequency) => ({
    frequency: frequency + random.next() * 0.6,
    phase: random.next() * 2 * Math.PI,
  }));
  const breath = random.next() * 2 * Math.PI;
  const measured = (lead: MeasuredLead): number[] =>
    Array.from({ length: Math.round(seconds * hertz) }, (_, i) => {
      const t = i / hertz;
      const atria = rhythm === 'sinus' ? 0 : fibrillation[lead] * mean(tones, t);
      const wander = 0.025 * Math.sin(2 * Math.PI * 0.25 * t + breath);
      return beating(lead, t, beats, rhythm) + atria + wander + 0.006 * random.normal();
    });
  const [one, two] = [measured('I'), measured('II')];
  const limb = (of: (i: number, ii: number) => number) => one.map((v, at) => of(v, two[at] ?? 0));
  return {
    leads: {
      I: one,
      II: two,
      III: limb((i, ii) => ii - i),
      aVR: limb((i, ii) => -(i + ii) / 2),
      aVL: limb((i, ii) => i - ii / 2),
      aVF: limb((i, ii) => ii - i / 2),
      V1: measured('V1'),
      V2: measured('V2'),
      V3: measured('V3'),
      V4: measured('V4'),
      V5: measured('V5'),
      V6: measured('V6'),
    },
    beats: beats.map(({ at }) => at).filter((at) => at >= 0 && at < seconds),
  };
}

interface Beat {
  at: number;
  /** Seconds since the beat before. */
  interval: number;
}

/** From before the recording to after it. A sinus rhythm breathes, in fibrillation no interval follows from another. */
function beatsOf(rhythm: Rhythm, rate: number, seconds: number, random: Random): Beat[] {
  const usual = 60 / rate;
  const beats: Beat[] = [];
  let at = -usual * (1 + random.next());
  while (at < seconds + 1) {
    const interval =
      rhythm === 'sinus'
        ? usual * (1 + 0.03 * Math.sin(2 * Math.PI * 0.25 * at) + 0.008 * random.normal())
        : usual * Math.min(1.7, Math.max(0.6, 1 + 0.22 * random.normal()));
    at += interval;
    beats.push({ at, interval });
  }
  return beats;
}

function beating(lead: MeasuredLead, t: number, beats: readonly Beat[], rhythm: Rhythm): number {
  let sum = 0;
  for (const { at, interval } of beats) {
    if (Math.abs(t - at) > 0.7) continue;
    waves.forEach((wave, i) => {
      if (wave === 'P' && rhythm !== 'sinus') return;
      const { at: from, width } = shape[wave];
      const stretch = wave === 'T' ? Math.sqrt(Math.min(1.2, interval)) : 1;
      sum += (amplitudes[lead][i] ?? 0) * Math.exp(-((t - at - from * stretch) ** 2) / (2 * width ** 2));
    });
  }
  return sum;
}

const mean = (tones: readonly { frequency: number; phase: number }[], t: number): number =>
  tones.reduce((sum, { frequency, phase }) => sum + Math.sin(2 * Math.PI * frequency * t + phase), 0) /
  Math.sqrt(tones.length);
