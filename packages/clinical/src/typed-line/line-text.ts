import { fold } from '../fold.ts';
import type { Candidate, LineError, LineErrorCode, LineField, ReadLine, Span } from './reading.ts';

/** The line without case and accents, and a place in it; what is taken is told in places of the line as typed. */
export class LineText {
  readonly folded: string;
  readonly fields: LineField[] = [];
  readonly errors: LineError[] = [];
  at = 0;
  private readonly typed: string;
  private readonly origin: number[];

  constructor(typed: string) {
    this.typed = typed;
    const { folded, origin } = fold(typed);
    // signs of multiplication
    this.folded = folded.replaceAll(/[×*]/g, 'x');
    this.origin = origin;
  }

  get isOver(): boolean {
    return this.at >= this.folded.length;
  }

  /** Looks for it here; nothing is taken. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.folded);
  }

  /** Takes so many letters. */
  take(length: number): Span {
    const span = {
      start: this.origin[this.at] ?? 0,
      end: this.origin[this.at + length] ?? this.typed.length,
    };
    this.at += length;
    return span;
  }

  /** As typed. */
  textOf({ start, end }: Span): string {
    return this.typed.slice(start, end);
  }

  fail(
    code: LineErrorCode,
    { start, end }: Span,
    { candidates = [], instead = '' }: { candidates?: readonly Candidate[]; instead?: string } = {},
  ): void {
    this.errors.push({ code, start, end, candidates, instead });
  }

  /** What nothing else takes: a number without a unit, or a word that is not known. */
  takeUnknown(): void {
    const found = this.match(/\d[\d.,/]*(?<![.,/])|[\p{L}][\p{L}\d]*|[^\p{L}\d\s]+|./uy);
    const word = found?.[0] ?? this.folded.slice(this.at);
    const span = this.take(word.length);
    this.fail(/^\d/.test(word) ? 'missing-unit' : 'unknown-word', span);
  }

  result(reading: ReadLine['reading']): ReadLine {
    const byPlace = (a: Span, b: Span) => a.start - b.start;
    return {
      reading: this.errors.length === 0 ? reading : null,
      fields: this.fields.sort(byPlace),
      errors: this.errors.sort(byPlace),
    };
  }
}
