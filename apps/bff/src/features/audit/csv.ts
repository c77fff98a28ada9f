/** Kinds of text that a spreadsheet would take for a formula (OWASP, CSV injection): a leading apostrophe makes text of them. */
const formula = /^[=+\-@\t\r\n]/;

/** One line, separated by semicolons as French spreadsheets expect, every cell quoted. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => `"${escaped(cell ?? '')}"`).join(';')}\r\n`;
}

function escaped(text: string): string {
  return (formula.test(text.trimStart()) || formula.test(text) ? `'${text}` : text).replaceAll('"', '""');
}

/** So that spreadsheets take it for UTF-8. */
export const byteOrderMark = '\uFEFF';
