import ts from 'typescript';
import { bare, childrenOf, labelOf, parse } from './syntax.ts';

/** A piece of code to look for: an expression, a run of statements, or a member of an object. */
export interface Pattern {
  kind: 'expression' | 'statements' | 'member';
  nodes: readonly ts.Node[];
}
/** Where it stands, and the code that its `$names` stand for. */
export interface Match {
  start: number;
  end: number;
  captured: ReadonlyMap<string, string>;
}

/** Ways to read a piece of code, in this order: `a: b` alone would be a statement with a label. */
const readings: readonly [Pattern['kind'], string, string, (file: ts.SourceFile) => readonly ts.Node[]][] = [
  ['expression', 'async function* f() { (', '\n) }', (file) => [bare(expressionOf(bodyOf(file)))]],
  ['statements', 'async function* f() {', '\n}', bodyOf],
  [
    'member',
    '({',
    '\n})',
    (file) => (expressionOf(file.statements) as ts.ObjectLiteralExpression).properties,
  ],
];

export function readPattern(code: string): Pattern {
  for (const [kind, before, after, nodesOf] of readings) {
    try {
      const nodes = nodesOf(parse(before + code + after));
      if (nodes.length > 0 && !nodes.some((node) => ts.isLabeledStatement(node))) return { kind, nodes };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  throw new SyntaxError(`this is neither an expression nor statements nor a member: ${code}`);
}

function bodyOf(file: ts.SourceFile): readonly ts.Node[] {
  const [first, ...others] = file.statements;
  if (!first || !ts.isFunctionDeclaration(first) || !first.body || others.length > 0)
    throw new SyntaxError('it ends what is around it');
  return first.body.statements;
}
function expressionOf(statements: readonly ts.Node[]): ts.Expression {
  const [only, ...others] = statements;
  if (!only || !ts.isExpressionStatement(only) || others.length > 0) throw new SyntaxError('no expression');
  let { expression } = only;
  while (ts.isParenthesizedExpression(expression)) expression = expression.expression;
  return expression;
}

/** Everything in a part of a file that is this code; a name that begins with `$` stands for any one node. */
export function matchesOf({ nodes }: Pattern, within: ts.Node): Match[] {
  const file = within.getSourceFile(),
    found: Match[] = [];
  const compare = (candidates: readonly (ts.Node | undefined)[]): void => {
    const captured = new Map<string, string>();
    const [first] = candidates,
      last = candidates.at(-1);
    if (first && last && nodes.every((node, i) => isSame(node, candidates[i] ?? null, captured, file)))
      found.push({ start: first.getStart(file), end: last.getEnd(), captured });
  };
  const visit = (node: ts.Node): void => {
    if (nodes.length > 1) {
      if (hasStatements(node))
        node.statements.forEach((_, i) => compare(nodes.map((_node, n) => node.statements[i + n])));
    } else if (bare(node) === node) compare([node]);
    ts.forEachChild(node, visit);
  };
  visit(within);
  return found;
}

const hasStatements = (node: ts.Node): node is ts.BlockLike =>
  ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node) || ts.isModuleBlock(node);

function isSame(
  pattern: ts.Node | null,
  node: ts.Node | null,
  captured: Map<string, string>,
  file: ts.SourceFile,
): boolean {
  if (!pattern || !node) return pattern === node;
  const wild = ts.isExpressionStatement(pattern) ? pattern.expression : pattern;
  if (ts.isIdentifier(wild) && wild.text.startsWith('$')) {
    captured.set(wild.text, node.getText(file));
    return true;
  }
  if (labelOf(pattern) !== labelOf(node)) return false;
  const [theirs, ours] = [childrenOf(pattern), childrenOf(node)];
  return (
    theirs.length === ours.length &&
    theirs.every((child, i) => isSame(child, ours[i] ?? null, captured, file))
  );
}
