import { dicomObject } from '../packages/config/src/testing-dicom.ts';
import { recordStudy, storeDicom } from './dicom.ts';
import type { FhirAsSystem, TestPatient } from './fhir.ts';
import type { StackUnderTest } from './stack.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2',
  digitalXRay = '1.2.840.10008.5.1.4.1.1.1.1',
  angiography = '1.2.840.10008.5.1.4.1.1.12.1';
const uid = () => `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;

/** Nowhere black, the top left quarter bright: how an image lies is seen by its pixels. */
function pixels(rows: number, columns: number, slice = 0): Buffer {
  const out = Buffer.alloc(rows * columns * 2);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1)
      out.writeUInt16LE(
        (y < rows / 2 && x < columns / 2 ? 2600 : 900) + ((x + y * 3 + slice * 17) & 255),
        (y * columns + x) * 2,
      );
  return out;
}
const window = (center: number, width: number): [number, string, string][] => [
  [0x00281050, 'DS', String(center)],
  [0x00281051, 'DS', String(width)],
];

export interface ViewerStudies {
  /** A chest radiograph, as they come: without position, orientation, frame of reference. */
  radiograph: string;
  /** Two angiograms in one series, of another size and window each, in MONOCHROME1. */
  pair: string;
  ct: string;
  /** An earlier one, for comparison. */
  prior: string;
}

/** Studies that show how they are drawn, in the record of a patient of the test's own. */
export async function viewerStudies(
  stack: StackUnderTest,
  fhir: FhirAsSystem,
  patient: TestPatient,
): Promise<ViewerStudies> {
  const who = { patientId: patient.ipp, patientName: `${patient.family}^${patient.given}` };
  const [radiograph, pair, current, prior] = [uid(), uid(), uid(), uid()];
  const xRay = { ...who, modality: 'DX', sopClass: digitalXRay, positioned: false } as const;
  await storeDicom(stack, [
    dicomObject({
      ...xRay,
      study: radiograph,
      series: `${radiograph}.1`,
      instance: `${radiograph}.1.1`,
      rows: 1400,
      columns: 1150,
      pixels: pixels(1400, 1150),
      extra: window(1500, 3000),
    }),
    ...[
      { rows: 1400, columns: 1150, extra: window(1500, 3000) },
      { rows: 900, columns: 1400, extra: window(1600, 2400) },
    ].map((image, i) =>
      dicomObject({
        ...xRay,
        modality: 'XA',
        sopClass: angiography,
        ...image,
        study: pair,
        series: `${pair}.1`,
        instance: `${pair}.1.${i + 1}`,
        number: i + 1,
        photometric: 'MONOCHROME1',
        pixels: pixels(image.rows, image.columns),
      }),
    ),
  ]);
  const slices = 32,
    side = 192;
  for (const [study, date] of [
    [current, '20260203'],
    [prior, '20250203'],
  ] as const)
    await storeDicom(
      stack,
      Array.from({ length: slices }, (_, i) =>
        dicomObject({
          ...who,
          study,
          series: `${study}.1`,
          instance: `${study}.1.${i + 1}`,
          number: i + 1,
          date,
          rows: side,
          columns: side,
          pixels: pixels(side, side, i),
          extra: window(1500, 3000),
        }),
      ),
    );
  for (const [study, modality, sopClass, instances] of [
    [radiograph, 'DX', digitalXRay, 1],
    [pair, 'XA', angiography, 2],
    [current, 'CT', ct, slices],
    [prior, 'CT', ct, slices],
  ] as const)
    await recordStudy(fhir, patient.reference, study, modality, [
      { uid: `${study}.1`, modality, sopClass, instances },
    ]);
  return { radiograph, pair, ct: current, prior };
}

/** Addresses of the viewer itself, which the chart embeds. */
export const viewerOf = (studies: string[], protocol?: string) =>
  `/ohif/viewer?StudyInstanceUIDs=${studies.join(',')}${protocol ? `&hangingprotocolId=${protocol}` : ''}`;
