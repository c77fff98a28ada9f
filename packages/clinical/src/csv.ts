import Papa from 'papaparse';

/**
 * What a spreadsheet would run as a formula, blanks before it or not; a negative number is one. It becomes a text by an
 * apostrophe. The signs of full width are read as the usual ones by spreadsheets of East Asian languages. https://owasp.org/www-community/attacks/CSV_Injection
 */
const formula = /^\s*(?:[=@＝＠]|[+\-＋－](?![\d\s.,]*$))|^[\t\r\n]/;

/** Without it spreadsheets read accents wrongly. */
export const byteOrderMark = '\uFEFF';

type Row = readonly (string | null | undefined)[];

/** Lines of a CSV (RFC 4180), every cell quoted; `;` where the comma is the decimal mark. */
export function csvLines(rows: readonly Row[], locale: 'fr' | 'en'): string {
  if (rows.length === 0) return '';
  const lines = Papa.unparse(
    rows.map((row) => row.map((cell) => cell ?? '')),
    { delimiter: locale === 'fr' ? ';' : ',', newline: '\r\n', quotes: true, escapeFormulae: formula },
  );
  return `${lines}\r\n`;
}

/**
 * Lines of a CSV that begins with the names of its columns, whichever sign parts them; cells without blanks around them, no
 * empty lines. Throws naming the line that has too many or too few cells, or an open quotation mark.
 */
export function readCsv(text: string): Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transform: (cell) => cell.trim(),
  });
  const wrong = errors.find(({ code }) => code !== 'UndetectableDelimiter');
  if (wrong) throw new Error(`line ${(wrong.row ?? 0) + 2}: ${wrong.message}`);
  return data;
}
