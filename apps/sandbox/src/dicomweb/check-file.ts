import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { firstText, toJson, type JsonDataset } from './json-model.ts';
import { DicomError, parseObject, type ParsedObject } from './parse.ts';
import { mapPixels, type PixelMap } from './pixels.ts';
import { FileSource } from './byte-source.ts';

/** What the index keeps of one object. */
export interface CheckedObject {
  study: string;
  series: string;
  instance: string;
  sopClass: string;
  transferSyntax: string;
  json: JsonDataset;
  pixels: PixelMap | null;
  /** SHA-256 of the dataset as encoded, without preamble and meta group: two files with the same one are the same object. */
  digest: string;
  /** Where the dataset begins when the file has no meta group (a bare dataset), else null. */
  bareFrom: number | null;
}

/** Some real scanners write components with leading zeros: tolerated when storing. */
const tolerated = /^\d+(?:\.\d+)+$/;
export function isUid(text: string): boolean {
  return text.length <= 64 && tolerated.test(text);
}

/** Reads and judges the file; throws DicomError with the reason when it must not be kept. */
export async function checkFile(path: string): Promise<CheckedObject> {
  const file = new FileSource(path);
  try {
    const object = parseObject(file);
    const json = toJson(object);
    const uid = (tag: string, name: string) => {
      const value = firstText(json, tag);
      if (!isUid(value)) throw new DicomError(value ? `${name} is not a valid UID` : `${name} is missing`);
      return value;
    };
    const digest = await digestOf(object, path, object.source === file);
    return {
      instance: uid('00080018', 'SOPInstanceUID (0008,0018)'),
      series: uid('0020000E', 'SeriesInstanceUID (0020,000E)'),
      study: uid('0020000D', 'StudyInstanceUID (0020,000D)'),
      sopClass: uid('00080016', 'SOPClassUID (0008,0016)'),
      transferSyntax: object.transferSyntax,
      json,
      pixels: mapPixels(object),
      digest,
      bareFrom: object.meta.size === 0 ? object.datasetOffset : null,
    };
  } finally {
    file.close();
  }
}

/** In small steps: a large object must not hold up the other requests. */
async function digestOf(
  { source, datasetOffset }: ParsedObject,
  path: string,
  isPlain: boolean,
): Promise<string> {
  const hash = createHash('sha256');
  if (!isPlain) return hash.update(source.bytes(datasetOffset, source.size - datasetOffset)).digest('hex');
  for await (const chunk of createReadStream(path, { start: datasetOffset, highWaterMark: 1 << 20 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}
