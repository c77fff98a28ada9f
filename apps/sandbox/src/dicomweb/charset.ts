/**
 * Texts in the character sets of DICOM (PS3.3 C.12.1.1.2, PS3.5 6.1.2): one set, or several that escape sequences of
 * ISO/IEC 2022 switch between. JavaScript's decoders know each set; they are asked for one run of characters at a time.
 */
interface Graphic {
  /** How many bytes make a character. */
  width: 1 | 2;
  read(bytes: Uint8Array): string;
}

const decoders = new Map<string, TextDecoder>();
function decoder(label: string): TextDecoder {
  const known = decoders.get(label) ?? new TextDecoder(label);
  decoders.set(label, known);
  return known;
}
const single = (label: string): Graphic => ({ width: 1, read: (b) => decoder(label).decode(b) });
/** The 94×94 sets, in the form that has the high bit set: `prefix` leads to the third plane of EUC-JP. */
const double = (label: string, prefix?: number): Graphic => ({
  width: 2,
  read: (b) => {
    const high = Array.from(b, (v) => v | 0x80);
    const pairs = high.flatMap((v, i) => (prefix !== undefined && i % 2 === 0 ? [prefix, v] : [v]));
    return decoder(label).decode(Uint8Array.from(pairs));
  },
});

const ascii = single('windows-1252'),
  romaji: Graphic = { width: 1, read: (b) => ascii.read(b).replaceAll('~', '‾') },
  katakana: Graphic = {
    width: 1,
    read: (b) => decoder('shift_jis').decode(Uint8Array.from(b, (v) => v | 0x80)),
  };
const korean = double('euc-kr'),
  chinese = double('gbk');

/** Escape sequences after the ESC, and what they put below (G0) or above (G1) 0x80. */
const escapes: Record<string, { g0: Graphic } | { g1: Graphic }> = {
  '(B': { g0: ascii },
  '(J': { g0: romaji },
  '(I': { g0: katakana },
  $B: { g0: double('euc-jp') },
  '$@': { g0: double('euc-jp') },
  '$(D': { g0: double('euc-jp', 0x8f) },
  ')I': { g1: katakana },
  '$)C': { g1: korean },
  '$)A': { g1: chinese },
  '-A': { g1: single('windows-1252') },
  '-B': { g1: single('iso-8859-2') },
  '-C': { g1: single('iso-8859-3') },
  '-D': { g1: single('iso-8859-4') },
  '-L': { g1: single('iso-8859-5') },
  '-G': { g1: single('iso-8859-6') },
  '-F': { g1: single('iso-8859-7') },
  '-H': { g1: single('iso-8859-8') },
  '-M': { g1: single('windows-1254') },
  '-b': { g1: single('iso-8859-15') },
  '-T': { g1: single('windows-874') },
};
/** The registration number of a set to the escape that chooses it; what the first value of SpecificCharacterSet starts with. */
const registered: Record<string, string> = {
  '13': ')I',
  '58': '$)A',
  '100': '-A',
  '101': '-B',
  '109': '-C',
  '110': '-D',
  '126': '-F',
  '127': '-G',
  '138': '-H',
  '144': '-L',
  '148': '-M',
  '149': '$)C',
  '166': '-T',
  '203': '-b',
};

/** Reads texts of an object whose SpecificCharacterSet (0008,0005) has these values. */
export function decoderFor(terms: readonly string[]): (bytes: Uint8Array) => string {
  const names = terms.map((t) => t.replace(/\0/g, '').trim().toUpperCase().replace(/[_-]/g, ' '));
  const number = (name: string) => /IR ?(\d+)$/.exec(name)?.[1] ?? '';
  const whole = names.map((n) =>
    number(n) === '192' || /^UTF ?8$/.test(n)
      ? 'utf-8'
      : n === 'GB18030'
        ? 'gb18030'
        : n === 'GBK'
          ? 'gbk'
          : '',
  );
  const label = whole.find(Boolean);
  if (label) return (bytes) => decoder(label).decode(bytes);
  const start = (name: string | undefined) => {
    const found = escapes[registered[number(name ?? '')] ?? ''];
    return found && 'g1' in found ? found.g1 : null;
  };
  const g0 = number(names[0] ?? '') === '13' ? romaji : ascii,
    g1 = start(names[0]),
    // some writers leave an escape out: then the only set it can be is the one announced
    fallback = names.slice(1).map(start).find(Boolean) ?? null;
  const isPlain = names.every((n) => n === '' || number(n) === '6');
  return (bytes) => {
    if (!bytes.some((b) => b === 0x1b || b >= 0x80)) return (g0 === ascii ? ascii : romaji).read(bytes);
    if (isPlain && !bytes.includes(0x1b)) return undeclared(bytes);
    return switching(bytes, g0, g1, fallback);
  };
}

/** Bytes beyond ASCII without a character set: UTF-8 when they are that, Latin 1 else. */
function undeclared(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return ascii.read(bytes);
  }
}

/** Where the sets of the beginning come back, PS3.5 6.1.2.5.3: control characters, and what parts values and names. */
const resets = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x5c, 0x5e, 0x3d]);

function switching(
  bytes: Uint8Array,
  first: Graphic,
  above: Graphic | null,
  fallback: Graphic | null,
): string {
  let g0 = first,
    g1 = above,
    last = fallback,
    out = '';
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x1b) {
      const name = [3, 2].map((n) => Buffer.from(bytes.subarray(at + 1, at + 1 + n)).toString('latin1'));
      const key = name.find((n) => n in escapes);
      const set = key === undefined ? undefined : escapes[key];
      if (set && 'g0' in set) g0 = set.g0;
      else if (set) last = g1 = set.g1;
      at += 1 + (key?.length ?? 0);
      continue;
    }
    if (byte < 0x20 || (g0.width === 1 && resets.has(byte))) {
      out += String.fromCharCode(byte);
      at += 1;
      if (resets.has(byte)) {
        g0 = first;
        g1 = above;
      }
      continue;
    }
    const isHigh = byte >= 0x80,
      set = isHigh ? (g1 ?? last ?? ascii) : g0;
    const belongs = (b: number) =>
      b !== 0x1b && b >= 0x20 && b >= 0x80 === isHigh && !(set.width === 1 && resets.has(b));
    let end = at;
    while (end < bytes.length && belongs(bytes[end] ?? 0)) end += 1;
    out += set.read(bytes.subarray(at, end));
    at = end;
  }
  return out;
}
