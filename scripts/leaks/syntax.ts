import { createHash } from 'node:crypto';
import ts from 'typescript';

/** Code as its syntax tree has it: what layout, comments, quotes, trailing commas and needless parentheses do not change. */
export function parse(code: string, name = 'code.ts'): ts.SourceFile {
  const file = ts.createSourceFile(name, code, { languageVersion: ts.ScriptTarget.ES2024 }, true);
  const [error] = errorsOf(file);
  if (error) throw new SyntaxError(`${name}: ${error}`);
  return file;
}

/** What a parser has to say against a file; its list is not part of the published types. */
function errorsOf(file: ts.SourceFile): string[] {
  const { parseDiagnostics = [] } = file as { parseDiagnostics?: readonly ts.Diagnostic[] };
  return parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

export function bare(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node)
    ? bare(node.expression)
    : ts.isParenthesizedTypeNode(node)
      ? bare(node.type)
      : node;
}

/** The nodes below one, without parentheses. The empty places in the head of a `for` count: they tell its parts apart. */
export function childrenOf(node: ts.Node): readonly (ts.Node | null)[] {
  if (ts.isForStatement(node))
    return [node.initializer, node.condition, node.incrementor, node.statement].map((part) =>
      part ? bare(part) : null,
    );
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(bare(child)));
  return children;
}

/** What a node says beyond its children. `{ 'a': 1 }` is `{ a: 1 }`. */
export function labelOf(node: ts.Node): string {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return `name ${node.text}`;
  if (ts.isStringLiteral(node) && 'name' in node.parent && node.parent.name === node)
    return `name ${node.text}`;
  const kind = String(node.kind);
  if (ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
    return `${kind} ${JSON.stringify(node.text)}`;
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node) || ts.isTypeOperatorNode(node))
    return `${kind} ${node.operator}`;
  if (ts.isVariableDeclarationList(node)) return `${kind} ${node.flags & ts.NodeFlags.BlockScoped}`;
  if (ts.isHeritageClause(node)) return `${kind} ${node.token}`;
  if (ts.isMetaProperty(node)) return `${kind} ${node.keywordToken}`;
  if (ts.isImportClause(node) || ts.isImportSpecifier(node) || ts.isExportSpecifier(node))
    return `${kind} ${node.isTypeOnly}`;
  return kind;
}

/** The same for the same code, however it is laid out. */
export function fingerprint(code: string | ts.Node): string {
  const hash = createHash('sha256');
  const add = (node: ts.Node | null): void => {
    if (!node) return void hash.update('-');
    hash.update(`(${labelOf(node)}`);
    childrenOf(node).forEach(add);
    hash.update(')');
  };
  add(typeof code === 'string' ? parse(code) : bare(code));
  return hash.digest('hex').slice(0, 32);
}
