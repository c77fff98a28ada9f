/** Reading of UCUM expressions (https://ucum.org/ucum), as far as clinical units go. */
export interface UcumTerm {
  /** Power of ten of the prefix, or of the number itself (`10*9`). */
  power: number;
  /** Plain number in front, `24` of `/24.h`; 1 when there is none. */
  count: number;
  prefix: string;
  /** Case-sensitive atom; empty for a pure number or a bare annotation. */
  atom: string;
  exponent: number;
  annotation: string | null;
}

const prefixes: Record<string, number> = {
  Y: 24,
  Z: 21,
  E: 18,
  P: 15,
  T: 12,
  G: 9,
  M: 6,
  k: 3,
  h: 2,
  da: 1,
  d: -1,
  c: -2,
  m: -3,
  u: -6,
  n: -9,
  p: -12,
  f: -15,
  a: -18,
  z: -21,
  y: -24,
};
const metric = new Set(
  'm g s L mol eq osm Pa J W V A K Cel N Hz kat U Bq Gy Sv bar cal t B Np lm lx F S Wb T H C cd Ohm Ci R eV'.split(
    ' ',
  ),
);
const plain = new Set('min h d wk mo a % deg rad sr'.split(' '));
/** Annotations that name what is counted where nothing else can be. */
const idle = /^(beats?|breaths?|heart beats?)$/i;

/** The factors of a unit, `g/(24.h)` as `g/24/h`; null for what is no UCUM that is read here. */
export function parseUcum(written: string): UcumTerm[] | null {
  const code = written.replaceAll(
    /\/\(([^()/]*)\)/g,
    (_all, inner: string) => `/${inner.replaceAll('.', '/')}`,
  );
  const parts = code.match(/(?:\[[^\]]*\]|\{[^}]*\}|[^./[\]{}])+|[./]/g);
  if (!parts || parts.join('') !== code) return null;
  const terms: UcumTerm[] = [];
  let sign = 1;
  let isOperator = true;
  for (const part of parts) {
    if (part === '.' || part === '/') {
      if (isOperator && terms.length > 0) return null;
      sign = part === '/' ? -1 : 1;
      isOperator = true;
      continue;
    }
    const term = termOf(part);
    if (!term || !isOperator) return null;
    terms.push({ ...term, exponent: term.exponent * sign });
    isOperator = false;
  }
  return isOperator ? null : terms;
}

function termOf(part: string): UcumTerm | null {
  const [, body = '', braces] = /^([^{]*)(?:\{([^}]*)\})?$/.exec(part) ?? [];
  if (part !== '' && body === '' && braces === undefined) return null;
  const annotation = braces === undefined || idle.test(braces) ? null : braces;
  const base = { power: 0, count: 1, prefix: '', atom: '', exponent: 1, annotation };
  if (body === '') return base;
  const ten = /^10[*^]([+-]?\d+)?$/.exec(body);
  if (ten) return { ...base, power: Number(ten[1] ?? 1) };
  if (/^\d+$/.test(body)) return { ...base, count: Number(body) };
  const [, letters = '', bracket, exponent] = /^([A-Za-z%]*)(\[[^\]]*\])?([+-]?\d+)?$/.exec(body) ?? [];
  if (letters === '' && bracket === undefined) return null;
  const named = atomOf(letters, bracket);
  return named && { ...base, ...named, exponent: Number(exponent ?? 1) };
}

function atomOf(
  letters: string,
  bracket: string | undefined,
): Pick<UcumTerm, 'power' | 'prefix' | 'atom'> | null {
  const found = (prefix: string, atom: string) =>
    prefix === ''
      ? { power: 0, prefix, atom }
      : prefix in prefixes && { power: prefixes[prefix] ?? 0, prefix, atom };
  if (bracket === '[Hg]' || bracket === '[H2O]')
    return (letters.endsWith('m') && found(letters.slice(0, -1), `m${bracket}`)) || null;
  if (bracket !== undefined) return found(letters, bracket === '[IU]' ? '[iU]' : bracket) || null;
  if (plain.has(letters) || metric.has(letters)) return found('', letters) || null;
  if (letters === 'l') return found('', 'L') || null;
  for (const length of [1, 2]) {
    const [prefix, rest] = [letters.slice(0, length), letters.slice(length)];
    const atom = rest === 'l' ? 'L' : rest;
    if (prefix in prefixes && metric.has(atom)) return found(prefix, atom) || null;
  }
  return null;
}

/** What the factors stand for without prefixes and numbers, numerator and denominator apart: `mmol/mol` is not nothing. */
function signature(terms: readonly UcumTerm[]): string {
  const sums = new Map<string, number>();
  for (const { atom, annotation, exponent } of terms) {
    if (atom === '' && annotation === null) continue;
    const key = `${exponent < 0 ? '/' : ''}${atom}{${annotation ?? ''}}`;
    sums.set(key, (sums.get(key) ?? 0) + Math.abs(exponent));
  }
  return [...sums]
    .map(([key, n]) => `${key}${n}`)
    .sort()
    .join(' ');
}

/**
 * The power of ten between two units that differ in nothing but prefixes and powers of ten (`mg/dL` and `g/L`: -2); null
 * for any other pair. Exact, and true for arbitrary units too.
 */
export function powerBetween(from: string, to: string): number | null {
  const [source, target] = [parseUcum(from), parseUcum(to)];
  if (!source || !target || signature(source) !== signature(target)) return null;
  const count = (terms: readonly UcumTerm[]) =>
    terms.reduce((product, t) => product * t.count ** t.exponent, 1);
  if (count(source) !== count(target)) return null;
  const power = (terms: readonly UcumTerm[]) =>
    terms.reduce((sum, t) => sum + t.power * (t.atom === '' ? Math.sign(t.exponent) : t.exponent), 0);
  return power(source) - power(target);
}

/** Atoms in brackets that are lengths, weights… of the customary systems: everything else in brackets is a scale of its own. */
const customary =
  /^\[(in|ft|yd|mi|lb|oz|st|gr|dr|foz|gal|qt|pt|degF|degR|Cal|fth|rod|acr|bu|pk|sin|sft)(_[a-z]+)?\]$/;
/** Kinds of quantity that UCUM takes for plain numbers, or for one another, and clinicians do not. */
const kinds: Record<string, string> = {
  mol: 'mol',
  eq: 'eq',
  osm: 'osm',
  U: 'catalytic activity',
  kat: 'catalytic activity',
  '%': '%',
  B: 'level',
  Np: 'level',
  deg: 'angle',
  rad: 'angle',
  sr: 'angle',
};

/**
 * Whether values in two units may be brought together by UCUM. The same dimension is not enough: to UCUM mol, equivalents
 * and international units are numbers, and so are % and mmol/mol.
 */
export function isSameKind(from: string, to: string): boolean {
  const [source, target] = [parseUcum(from), parseUcum(to)];
  if (!source || !target) return false;
  const kindsOf = (terms: readonly UcumTerm[]) =>
    terms
      .flatMap(({ atom, annotation, exponent }) => {
        const kind =
          kinds[atom] ??
          (atom.startsWith('[') && !customary.test(atom) ? atom : annotation === null ? null : '');
        return kind === null ? [] : [`${exponent}${kind}{${annotation ?? ''}}`];
      })
      .sort()
      .join(' ');
  const isNumber = (terms: readonly UcumTerm[]) => {
    const sums = new Map<string, number>();
    for (const { atom, exponent } of terms) if (atom !== '') sums.set(atom, (sums.get(atom) ?? 0) + exponent);
    return [...sums.values()].every((n) => n === 0);
  };
  return kindsOf(source) === kindsOf(target) && !isNumber(source) && !isNumber(target);
}
