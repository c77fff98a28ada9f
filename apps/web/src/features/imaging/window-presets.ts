import type { GreyWindow } from '@keneyapp/clinical/images';

/** Usual CT windows in Hounsfield units; keys 1 to 5 choose them. Levels as radiology departments teach them. */
export const ctPresets = [
  { name: 'softTissue', window: { center: 50, width: 350 } },
  { name: 'lung', window: { center: -600, width: 1500 } },
  { name: 'bone', window: { center: 480, width: 2500 } },
  { name: 'brain', window: { center: 40, width: 80 } },
  { name: 'abdomen', window: { center: 60, width: 400 } },
] as const satisfies readonly { name: string; window: GreyWindow }[];

/** Presets of a modality; only CT has absolute units. */
export function presetsOf(modality: string): typeof ctPresets | readonly [] {
  return modality === 'CT' ? ctPresets : [];
}
