/**
 * The words of RTF (Rich Text Format Specification 1.9.1), in one pass, as plain text. Formatting, pictures, objects and
 * whatever a group marks as ignorable (`\*`) are left out; nothing of a file is run or looked up.
 */
export function rtfText(bytes: Uint8Array): string {
  const source = Buffer.from(bytes).toString('latin1');
  const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gi;
  let out = '';
  let raw: number[] = []; // bytes in a code page, waited for because a sign may take two
  let skip = 0; // signs after \u that stand for readers without Unicode
  let codePage = 'windows-1252';
  const fonts = new Map<number, string>();
  let state: State = { isLeftOut: false, isFontTable: false, unicodeSkip: 1, font: null, isFirst: true };
  const stack: State[] = [];
  const flush = () => {
    if (raw.length === 0) return;
    out += decode(Uint8Array.from(raw), fonts.get(state.font ?? -1) ?? codePage);
    raw = [];
  };
  const say = (text: string) => {
    flush();
    if (!state.isLeftOut) out += text;
  };
  for (let found = token.exec(source); found; found = token.exec(source)) {
    const [, word, number, hex, sign, brace, text] = found;
    if (brace === '{') {
      flush();
      if (stack.length > maxDepth) break;
      stack.push(state);
      state = { ...state, isFirst: true };
      continue;
    }
    if (brace === '}') {
      flush();
      skip = 0;
      state = stack.pop() ?? state;
      continue;
    }
    const { isFirst } = state;
    if (word !== undefined || hex !== undefined || sign !== undefined || text !== undefined)
      state.isFirst = false;
    if (hex !== undefined) {
      if (skip > 0) skip--;
      else if (!state.isLeftOut) raw.push(Number.parseInt(hex, 16));
    } else if (text !== undefined) {
      const shown = text.slice(skip);
      skip = Math.max(0, skip - text.length);
      if (!state.isLeftOut) for (const c of shown) raw.push(c.charCodeAt(0));
    } else if (sign !== undefined) {
      if (sign === '*') state.isLeftOut ||= isFirst;
      else if (signs[sign] !== undefined) say(signs[sign]);
    } else if (word !== undefined) {
      const n = number === undefined ? null : Number(number);
      flush();
      if (leftOut.has(word)) {
        state.isLeftOut = true;
        state.isFontTable ||= word === 'fonttbl';
      } else if (word === 'bin') token.lastIndex += Math.max(0, n ?? 0);
      else if (word === 'ansicpg' && n) codePage = pageOf(n);
      else if (word === 'mac') codePage = 'macintosh';
      else if (word === 'uc') state.unicodeSkip = n ?? 1;
      else if (word === 'f') state.font = n;
      else if (word === 'fcharset' && state.isFontTable && state.font !== null && charsets[n ?? -1])
        fonts.set(state.font, charsets[n ?? -1] as string);
      else if (word === 'plain') state.font = null;
      else if (word === 'u' && n !== null) {
        say(String.fromCharCode(n < 0 ? n + 65_536 : n));
        skip = state.unicodeSkip;
      } else if (words[word] !== undefined) say(words[word]);
    }
  }
  flush();
  return out
    .replaceAll('\0', '')
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

interface State {
  isLeftOut: boolean;
  isFontTable: boolean;
  unicodeSkip: number;
  font: number | null;
  /** Nothing of the group was read yet: `\*` counts only there. */
  isFirst: boolean;
}

const maxDepth = 1_000;
/** Destinations that hold no words of the document. */
const leftOut = new Set(
  'fonttbl colortbl stylesheet listtable listoverridetable revtbl rsidtbl info pict object objdata fldinst themedata colorschememapping latentstyles datastore xmlnstbl generator filetbl template bkmkstart bkmkend'.split(
    ' ',
  ),
);
const words: Record<string, string> = {
  par: '\n',
  line: '\n',
  sect: '\n\n',
  page: '\n\n',
  row: '\n',
  cell: '\t',
  nestcell: '\t',
  nestrow: '\n',
  tab: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
};
const signs: Record<string, string> = {
  '\\': '\\',
  '{': '{',
  '}': '}',
  '~': '\u00a0',
  _: '\u2011',
  '\n': '\n',
  '\r': '\n',
};
/** `\fcharset`, where it names a code page that differs from the document's. */
const charsets: Record<number, string> = {
  77: 'macintosh',
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};
const pages: Record<number, string> = {
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  65001: 'utf-8',
};

const pageOf = (n: number): string =>
  pages[n] ?? (n === 874 || (n >= 1250 && n <= 1258) ? `windows-${n}` : 'windows-1252');

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
