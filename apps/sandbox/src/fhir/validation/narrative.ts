/** What a narrative may hold: https://hl7.org/fhir/R4/narrative.html#xhtml (HTML 4.0, chapters 7 to 11 and 15, `a` and `img`). */
const elements = new Set(
  (
    'div p h1 h2 h3 h4 h5 h6 address em strong dfn code samp kbd var cite abbr acronym blockquote q sub sup br pre ins del ' +
    'ul ol li dl dt dd table caption thead tfoot tbody colgroup col tr th td tt i b big small strike s u font hr center ' +
    'span a img bdo'
  ).split(' '),
);
/** Addresses that a reader follows or loads. */
const addresses = new Set(['href', 'src', 'cite', 'background']);

const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|</g;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** `null` where the text is one `div` of well-formed XHTML that can do nothing; else what is wrong. */
export function narrativeProblem(text: string): string | null {
  const open: string[] = [];
  let roots = 0,
    last = 0;
  token.lastIndex = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (open.length === 0 && text.slice(last, found.index).trim() !== '') return 'text outside of the div';
    last = token.lastIndex;
    const [whole, slash, name, attributes = '', closed] = found;
    if (whole.startsWith('<!')) continue;
    if (name === undefined) return 'not well-formed XHTML';
    if (slash) {
      if (open.pop() !== name) return 'not well-formed XHTML';
      continue;
    }
    if (open.length === 0 && (name !== 'div' || (roots += 1) > 1)) return 'one div is needed';
    if (!elements.has(name)) return 'an element that a narrative may not hold';
    const problem = attributeProblem(attributes);
    if (problem) return problem;
    if (!closed) open.push(name);
  }
  if (roots !== 1 || text.slice(last).trim() !== '') return 'one div is needed';
  return open.length === 0 ? null : 'not well-formed XHTML';
}

function attributeProblem(attributes: string): string | null {
  for (const [, name = '', double, single] of attributes.matchAll(attribute)) {
    const lower = name.toLowerCase();
    if (lower.startsWith('on')) return 'an attribute that a narrative may not hold';
    if (!addresses.has(lower)) continue;
    const scheme = decoded(double ?? single ?? '').replace(/[\s\p{Cc}]+/gu, '');
    if (/^(javascript|vbscript|data:(?!image\/(png|jpe?g|gif)\b))/i.test(scheme))
      return 'an address that a narrative may not hold';
  }
  return null;
}

const decoded = (text: string): string =>
  text
    .replace(/&#(?:x([\da-f]+)|(\d+));?/gi, (_all, hex: string | undefined, decimal: string | undefined) => {
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .replace(/&(colon|tab|newline);/gi, (_all, name: string) => (name.toLowerCase() === 'colon' ? ':' : ''));
