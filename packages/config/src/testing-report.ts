import { dicomObject, element, u16, u32, type DicomObject } from './testing-dicom.ts';

/** One item of a sequence, with its length. */
export function item(...elements: Buffer[]): Buffer {
  const bytes = Buffer.concat(elements);
  return Buffer.concat([u16(0xfffe), u16(0xe000), u32(bytes.length), bytes]);
}
/** The same with a delimiter instead of a length. */
export const openItem = (...elements: Buffer[]): Buffer =>
  Buffer.concat([u16(0xfffe), u16(0xe000), u32(0xffffffff), ...elements, u16(0xfffe), u16(0xe00d), u32(0)]);

const code = (value: string) => element(0x0040a043, 'SQ', item(element(0x00080100, 'SH', value)));

/** Who observed (TID 1003 of PS3.16), as DICOM writes names. */
export const observer = (name: string, make = item): Buffer =>
  make(element(0x0040a040, 'CS', 'PNAME'), code('121008'), element(0x0040a123, 'PN', name));

/** A container of imaging measurements with what stands in it. */
export const measurements = (...content: Buffer[]): Buffer =>
  item(
    element(0x0040a040, 'CS', 'CONTAINER'),
    code('126010'),
    element(0x0040a730, 'SQ', Buffer.concat(content)),
  );

/** A Comprehensive SR of a study, as a viewer stores measurements. For tests. */
export const measurementReport = (
  study: string,
  patientId: string,
  content: readonly Buffer[],
  more: Partial<DicomObject> = {},
): Buffer =>
  dicomObject({
    study,
    series: `${study}.9`,
    instance: `${study}.9.1`,
    patientId,
    modality: 'SR',
    sopClass: '1.2.840.10008.5.1.4.1.1.88.33',
    pixels: null,
    positioned: false,
    extra: [[0x0040a730, 'SQ', Buffer.concat([...content])]],
    ...more,
  });
