import { deflated, explicitBig, explicitLittle, implicitLittle } from './parse.ts';

/** One range of an Accept header: the media type (that of the parts for multipart/related) and its transfer syntax. */
export interface Wanted {
  multipart: boolean;
  type: string;
  transferSyntax: string | null;
}
export interface Chosen {
  multipart: boolean;
  type: string;
  transferSyntax: string;
  decode: boolean;
  /** The client leaves the encoding to us, or knows none but ours: it gets one it draws rightly. */
  isOpen: boolean;
}

const native = new Set([implicitLittle, explicitLittle, explicitBig, deflated]);
export function isNative(transferSyntax: string): boolean {
  return native.has(transferSyntax);
}

/** Media types of compressed frames, PS3.18 table 8.7.3-5. */
const mediaTypes: [RegExp, string][] = [
  [/^1\.2\.840\.10008\.1\.2\.4\.(50|51|57|70)$/, 'image/jpeg'],
  [/\.4\.8[01]$/, 'image/jls'],
  [/\.4\.9[01]$/, 'image/jp2'],
  [/\.4\.9[23]$/, 'image/jpx'],
  [/\.4\.20[123]$/, 'image/jphc'],
  [/\.4\.11[012]$/, 'image/jxl'],
  [/^1\.2\.840\.10008\.1\.2\.5$/, 'image/dicom-rle'],
  [/\.4\.10[01]/, 'video/mpeg'],
  [/\.4\.10[2-8]/, 'video/mp4'],
];
function mediaTypeOf(transferSyntax: string): string {
  return mediaTypes.find(([pattern]) => pattern.test(transferSyntax))?.[1] ?? 'application/octet-stream';
}

/** Reads an Accept header in order of preference; nothing given means anything. */
export function readAccept(header: string | undefined): Wanted[] {
  const ranges = (header ?? '*/*').match(/(?:[^,"]|"[^"]*")+/g) ?? [];
  return ranges
    .map((range, at) => {
      const [main = '', ...params] = (range.match(/(?:[^;"]|"[^"]*")+/g) ?? []).map((p) => p.trim());
      const get = (name: string) =>
        params
          .find((p) => p.toLowerCase().startsWith(`${name}=`))
          ?.slice(name.length + 1)
          .replace(/^"|"$/g, '') ?? null;
      const multipart = main.toLowerCase() === 'multipart/related';
      return {
        at,
        q: Number(get('q') ?? 1),
        wanted: {
          multipart,
          type: (multipart ? (get('type') ?? '*/*') : main).toLowerCase(),
          transferSyntax: get('transfer-syntax'),
        },
      };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q || a.at - b.at)
    .map(({ wanted }) => wanted);
}

/** How to answer a request for pixels stored in `stored`; null when nothing acceptable can be made (406). */
export function chooseFrames(accept: string | undefined, stored: string, canDecode: boolean): Chosen | null {
  for (const { multipart, type, transferSyntax: asked } of readAccept(accept)) {
    const octets = type === 'application/octet-stream' || type === '*/*' || type === 'application/*';
    const chosen = { multipart: multipart || type === '*/*', type: 'application/octet-stream' };
    if (isNative(stored)) {
      if (octets && (asked === null || asked === '*' || native.has(asked)))
        return { ...chosen, transferSyntax: explicitLittle, decode: false, isOpen: true };
      continue;
    }
    if (octets && (asked === '*' || asked === stored || (asked === null && type === '*/*')))
      return { ...chosen, transferSyntax: stored, decode: false, isOpen: asked !== stored };
    // Octets without a transfer syntax mean explicit little endian, PS3.18 8.7.3.5.2.
    if (octets && canDecode && (asked === null || asked === explicitLittle))
      return { ...chosen, transferSyntax: explicitLittle, decode: true, isOpen: true };
    if (type === mediaTypeOf(stored) && (asked === null || asked === '*' || asked === stored))
      return { multipart, type, transferSyntax: stored, decode: false, isOpen: false };
  }
  return null;
}

/** The first acceptable of `offered` for an answer of one of several types; null for 406. */
export function chooseType(accept: string | undefined, offered: readonly string[]): string | null {
  for (const { type } of readAccept(accept)) {
    const found = offered.find(
      (o) => type === '*/*' || type === o || (type.endsWith('/*') && o.startsWith(type.slice(0, -1))),
    );
    if (found) return found;
  }
  return null;
}

/** The two names of the DICOM JSON model; clients compare the media type as a whole, so it is sent without parameters. */
export const jsonTypes = ['application/dicom+json', 'application/json'] as const;
