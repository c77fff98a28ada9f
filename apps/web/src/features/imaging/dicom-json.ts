/** DICOM JSON model (PS3.18 annex F) as far as the quick look reads it. */
export type DicomJson = Record<
  string,
  { vr: string; Value?: unknown[]; BulkDataURI?: string; InlineBinary?: string } | undefined
>;

/** One image of a stack; `frame` counts from 1 within its object, whose metadata it shares. */
export interface StackImage {
  url: string;
  frame: number;
  metadata: DicomJson;
}

export interface SeriesImages {
  images: StackImage[];
  modality: string;
  transferSyntaxes: string[];
  /** Objects of the series that hold no image that is shown here: reports, documents, curves, films. */
  others: DicomJson[];
  /** Images in an encoding that cannot be shown here, with its UID. */
  undecodable: { count: number; transferSyntax: string } | null;
}

const decodable = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  '1.2.840.10008.1.2.2',
  '1.2.840.10008.1.2.5',
  '1.2.840.10008.1.2.4.50',
  '1.2.840.10008.1.2.4.51',
  '1.2.840.10008.1.2.4.57',
  '1.2.840.10008.1.2.4.70',
  '1.2.840.10008.1.2.4.80',
  '1.2.840.10008.1.2.4.81',
  '1.2.840.10008.1.2.4.90',
  '1.2.840.10008.1.2.4.91',
  '1.2.840.10008.1.2.4.201',
  '1.2.840.10008.1.2.4.202',
  '1.2.840.10008.1.2.4.203',
]);

/** A film is a stream of its own, whatever its frames are called. */
export const isVideo = (instance: DicomJson): boolean =>
  /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/.test(text(instance, '00083002')) ||
  /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.77\.1\.[124]\.1$/.test(text(instance, '00080016'));

export function first(json: DicomJson | undefined, tag: string): unknown {
  return json?.[tag]?.Value?.[0];
}
export const text = (json: DicomJson, tag: string): string => {
  const v = first(json, tag);
  return typeof v === 'string' || typeof v === 'number' ? String(v) : '';
};

/** Puts the objects of a series into viewing order: along the normal of the slices, else by number. */
export function seriesImages(root: string, instances: readonly DicomJson[]): SeriesImages {
  const isImage = holdsImage(instances);
  const withPixels = instances.filter((i) => isImage(i) && !isVideo(i));
  const unreadable = withPixels.filter((i) => !isDecodable(i));
  const readable = withPixels.filter(isDecodable);
  const position = sliceOrder(readable);
  const ordered = [...readable].sort(
    (a, b) =>
      position(a) - position(b) || Number(first(a, '00200013') ?? 0) - Number(first(b, '00200013') ?? 0),
  );
  return {
    images: ordered.flatMap((metadata) => {
      const frames = Math.max(1, Number(first(metadata, '00280008') ?? 1) || 1);
      const path = `${root}/dicom-web/studies/${text(metadata, '0020000D')}/series/${text(metadata, '0020000E')}/instances/${text(metadata, '00080018')}/frames`;
      return Array.from({ length: frames }, (_, i) => ({ url: `${path}/${i + 1}`, frame: i + 1, metadata }));
    }),
    modality: instances[0] ? text(instances[0], '00080060') : '',
    transferSyntaxes: [...new Set(readable.map((i) => text(i, '00083002')).filter(Boolean))],
    others: instances.filter((i) => !withPixels.includes(i)),
    undecodable: unreadable[0]
      ? { count: unreadable.length, transferSyntax: text(unreadable[0], '00083002') }
      : null,
  };
}

/** Metadata name the pixel data of an image, unless their server (Orthanc) never does: then its shape has to do. */
function holdsImage(instances: readonly DicomJson[]): (instance: DicomJson) => boolean {
  const isShaped = (i: DicomJson) =>
    ['00280010', '00280011', '00280100'].every((tag) => Number(first(i, tag)) > 0);
  return instances.some((i) => i['7FE00010'] !== undefined)
    ? (i) => i['7FE00010'] !== undefined && isShaped(i)
    : isShaped;
}

/** A server that does not name the encoding is believed to send one we can read. */
function isDecodable(instance: DicomJson): boolean {
  const syntax = text(instance, '00083002');
  return syntax === '' || decodable.has(syntax);
}

/** Distance along the normal of the first image; 0 for all when positions are missing or orientations differ. */
function sliceOrder(instances: readonly DicomJson[]): (instance: DicomJson) => number {
  const axes = numbers(instances[0], '00200037', 6);
  const same =
    axes &&
    instances.every(
      (i) =>
        numbers(i, '00200037', 6)?.every((v, at) => Math.abs(v - (axes[at] ?? 0)) < 1e-3) &&
        numbers(i, '00200032', 3),
    );
  if (!axes || !same) return () => 0;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = axes;
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d];
  // Axial stacks are read from head to feet.
  const direction = Math.abs(normal[2] ?? 0) > 0.7 ? -1 : 1;
  return (i) =>
    direction * (numbers(i, '00200032', 3) ?? []).reduce((sum, v, at) => sum + v * (normal[at] ?? 0), 0);
}

function numbers(instance: DicomJson | undefined, tag: string, count: number): number[] | null {
  const values = instance?.[tag]?.Value?.map(Number);
  return values?.length === count && values.every(Number.isFinite) ? values : null;
}
