import Papa from 'papaparse';
import type { Problems } from './problems.ts';
import { linesOf, unusable, type SourceFile } from './text.ts';

export interface Cells {
  /** Of its first line in the file. */
  line: number;
  cells: string[];
}
/** A row of a table with a header: its cells by name, '' for what is not there. */
export interface NamedRow {
  line: number;
  get(name: string): string;
}

/** A quoted cell may hold line breaks; more than these means that a quotation mark is never closed. */
const longestCell = 200;

/** Rows without any quoting, as publishers write text tables: one a line. */
export async function* plainRows(file: SourceFile, delimiter: string): AsyncGenerator<Cells> {
  for await (const { line, text } of linesOf(file)) yield { line, cells: text.split(delimiter) };
}

/** Rows of a CSV: quoted cells may hold the delimiter, quotation marks and line breaks. */
async function* quotedRows(file: SourceFile, delimiter: string, problems: Problems): AsyncGenerator<Cells> {
  let open: { line: number; text: string; lines: string[] } | null = null;
  for await (const { line, text } of linesOf(file)) {
    const record: string = open ? `${open.text}\n${text}` : text;
    const start: number = open?.line ?? line;
    const lines: string[] = [...(open?.lines ?? []), text];
    if (isClosed(record)) {
      yield { line: start, cells: parse(record, delimiter) };
      open = null;
    } else if (lines.length <= longestCell) open = { line: start, text: record, lines };
    else {
      problems.add(file.name, start, 'a quotation mark is never closed');
      yield* again(lines.slice(1), start + 1, delimiter);
      open = null;
    }
  }
  if (!open) return;
  problems.add(file.name, open.line, 'a quotation mark is never closed');
  yield* again(open.lines.slice(1), open.line + 1, delimiter);
}

/** Lines that a broken one before them had swallowed; those that are whole by themselves count. */
function* again(lines: readonly string[], first: number, delimiter: string): Generator<Cells> {
  for (const [i, text] of lines.entries())
    if (isClosed(text)) yield { line: first + i, cells: parse(text, delimiter) };
}

function isClosed(text: string): boolean {
  let isEven = true;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) isEven = !isEven;
  return isEven;
}

const parse = (record: string, delimiter: string): string[] =>
  record.includes('"')
    ? (Papa.parse<string[]>(record, { delimiter }).data[0] ?? [])
    : record.split(delimiter);

type Delimiter = ',' | ';' | '\t';
export interface TableOptions {
  delimiter: Delimiter;
  isQuoted: boolean;
  /** Columns without which nothing can be read. */
  needed: readonly string[];
}

/**
 * Rows of a table with a header, by the names of its columns in capitals: releases add, move and rename columns. A row that
 * has more cells than the header is a problem, one that has fewer has the rest empty.
 */
export async function* namedRows(
  file: SourceFile,
  { delimiter, isQuoted, needed }: TableOptions,
  problems: Problems,
): AsyncGenerator<NamedRow> {
  let places: Map<string, number> | null = null;
  for await (const { line, cells } of isQuoted
    ? quotedRows(file, delimiter, problems)
    : plainRows(file, delimiter)) {
    if (!places) {
      if (isSeparatorLine(cells.join(delimiter).replace(/^\uFEFF/, ''))) continue;
      places = new Map(cells.map((name, i) => [normalName(name), i]));
      const missing = needed.filter((name) => !places?.has(name));
      if (missing.length > 0)
        throw unusable(file, `the columns ${missing.join(', ')} are missing; there are ${cells.join(', ')}`);
      continue;
    }
    const known = places;
    if (cells.slice(known.size).some((cell) => cell !== ''))
      problems.add(file.name, line, `${cells.length} cells where the header has ${known.size}`);
    else yield { line, get: (name) => cells[known.get(name) ?? -1]?.trim() ?? '' };
  }
  if (!places) throw unusable(file, 'the file is empty');
}

/** The line by which spreadsheets are told what separates the cells. */
const isSeparatorLine = (text: string): boolean => /^"?sep=.?"?$/i.test(text.trim());

/** Names and delimiter of a table's header: French spreadsheets write semicolons where others write commas. */
export function headerOf(text: string): { delimiter: Delimiter; cells: string[] } {
  const line =
    text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .find((one) => one.trim() !== '' && !isSeparatorLine(one)) ?? '';
  const count = (one: Delimiter) => line.split(one).length;
  const delimiter = line.includes('\t') ? '\t' : count(';') > count(',') ? ';' : ',';
  return { delimiter, cells: line.split(delimiter).map((cell) => cell.replaceAll('"', '').trim()) };
}

export const normalName = (name: string): string =>
  name
    .replace(/^\uFEFF/, '')
    .trim()
    .toUpperCase();
