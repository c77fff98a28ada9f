/** A parser of a procedure's input, as zod's schemas are. */
export interface InputParser {
  safeParse(
    input: unknown,
  ): { success: true; data: unknown } | { success: false; error: { issues: { path: PropertyKey[] }[] } };
}

/** So many fields that do not fit are named. */
const maxNamed = 10;

/**
 * What the trail keeps of a question: the fields that the procedure knows, as it understands them. Whatever else came along
 * is dropped, a refused question's too; of a matricule it is kept that one was asked for, and not which. Of one that cannot be understood only the names of the wrong fields are kept.
 */
export function askedOf(parsers: readonly InputParser[], input: unknown): string | undefined {
  const understood: Record<string, unknown> = {};
  for (const parser of parsers) {
    const parsed = parser.safeParse(input);
    if (!parsed.success) {
      const fields = parsed.error.issues.slice(0, maxNamed).map(({ path }) => path.join('.'));
      return JSON.stringify({ invalid: [...new Set(fields)] });
    }
    Object.assign(understood, parsed.data);
  }
  return Object.keys(understood).length > 0 ? JSON.stringify(understood, withoutMatricule) : undefined;
}

const withoutMatricule = (field: string, value: unknown): unknown =>
  field === 'matricule' && typeof value === 'string' ? 'asked' : value;
