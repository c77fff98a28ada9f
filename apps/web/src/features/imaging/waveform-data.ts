import { first, text, type DicomJson } from './dicom-json.ts';

/** One lead of a recorded signal, in the unit it was measured in. */
interface Lead {
  name: string;
  unit: string;
  /** Null where nothing was recorded. */
  values: (number | null)[];
}
export interface WaveformGroup {
  /** Samples a second. */
  rate: number;
  leads: Lead[];
}

const items = (json: DicomJson | undefined, tag: string) => (json?.[tag]?.Value ?? []) as DicomJson[];
const number = (json: DicomJson | undefined, tag: string, otherwise: number) => {
  const value = Number(first(json, tag) ?? Number.NaN);
  return Number.isFinite(value) ? value : otherwise;
};

/** Bytes of a sample by its interpretation (PS3.3 C.10.9.1.4.1); null: one nobody here reads (µ-law, A-law). */
const sampleReaders: Record<
  string,
  { size: 1 | 2; read: (view: DataView, at: number) => number } | undefined
> = {
  SS: { size: 2, read: (view, at) => view.getInt16(at, true) },
  US: { size: 2, read: (view, at) => view.getUint16(at, true) },
  SB: { size: 1, read: (view, at) => view.getInt8(at) },
  UB: { size: 1, read: (view, at) => view.getUint8(at) },
};

/** Where the samples of each group stand, in the order of the groups. */
export const groupsOf = (object: DicomJson): DicomJson[] => items(object, '54000100');

/** The leads of one group (PS3.3 C.10.9) from its samples; null where their kind is not read here. */
export function readGroup(group: DicomJson, bytes: Uint8Array): WaveformGroup | null {
  const reader = sampleReaders[text(group, '54001006')];
  const channels = items(group, '003A0200');
  const rate = number(group, '003A001A', 0),
    count = number(group, '003A0010', 0);
  if (!reader || rate <= 0 || channels.length === 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < count * channels.length * reader.size) return null;
  const padding = paddingOf(group, reader);
  const leads = channels.map((channel, at): Lead => {
    const gain = number(channel, '003A0210', 1) * number(channel, '003A0212', 1),
      base = number(channel, '003A0213', 0);
    const source = items(channel, '003A0208')[0],
      unit = items(channel, '003A0211')[0];
    return {
      name: text(channel, '003A0203') || text(source ?? {}, '00080104') || String(at + 1),
      unit: text(unit ?? {}, '00080100'),
      values: Array.from({ length: count }, (_, i) => {
        const raw = reader.read(view, (i * channels.length + at) * reader.size);
        return raw === padding ? null : raw * gain + base;
      }),
    };
  });
  return { rate, leads };
}

function paddingOf(
  group: DicomJson,
  reader: { size: 1 | 2; read: (view: DataView, at: number) => number },
): number | null {
  const inline = group['5400100A']?.InlineBinary;
  if (!inline) return null;
  const bytes = Uint8Array.from(atob(inline), (c) => c.charCodeAt(0));
  return bytes.length >= reader.size ? reader.read(new DataView(bytes.buffer), 0) : null;
}
