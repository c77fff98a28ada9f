import ts from 'typescript';
import { matchesOf, readPattern } from './pattern.ts';
import { fingerprint, parse } from './syntax.ts';

/**
 * A change of one file of apps/bff. `find` is code that stands there exactly once, whatever its layout; in it a name that
 * begins with `$` stands for any one node. `replace` takes its place, with the same `$names`, and `$found` for all of it.
 * `body` instead replaces what a function does. `within` is the function, method, class, variable or property where to
 * look, `outer.inner` where the name alone is not enough.
 */
export type Edit = { file: string } & (
  { within?: string; find: string; replace: string } | { within: string; body: string }
);
export class EditError extends Error {}

/** The code of a file with the change; throws an EditError that names file and pattern when it does not fit. */
export function edited(code: string, edit: Edit): string {
  const file = parse(code, edit.file);
  const scope = edit.within === undefined ? file : declared(file, edit.within);
  const [start, end, text] = 'body' in edit ? bodyChange(scope, edit) : foundChange(scope, edit);
  const changed = code.slice(0, start) + text + code.slice(end);
  parse(changed, edit.file);
  return changed;
}

/** What a change is, whatever its layout. */
export function editPrint(edit: Edit): string {
  const code = 'body' in edit ? [`{${edit.body}}`] : [edit.find, edit.replace];
  return [
    edit.file,
    edit.within ?? '',
    ...code.flatMap((text) => (text === '' ? [''] : readPattern(text).nodes.map(fingerprint))),
  ].join(' ');
}

function foundChange(
  scope: ts.Node,
  { file, within, find, replace }: Extract<Edit, { find: string }>,
): [number, number, string] {
  const pattern = readPattern(find);
  const matches = matchesOf(pattern, scope),
    [match] = matches;
  if (!match || matches.length > 1)
    throw new EditError(
      `${file}${within === undefined ? '' : ` (${within})`}: ${matches.length} places are this code, and not one: ${find}`,
    );
  const { start, end, captured } = match;
  const named = new Map([...captured, ['$found', scope.getSourceFile().text.slice(start, end)]]);
  const text = replace.replaceAll(/\$[a-zA-Z_]\w*/g, (name) => named.get(name) ?? name);
  return [start, end, pattern.kind === 'expression' ? `(${text})` : text];
}

function bodyChange(
  scope: ts.Node,
  { file, within, body }: Extract<Edit, { body: string }>,
): [number, number, string] {
  const holder =
    (ts.isVariableDeclaration(scope) || ts.isPropertyAssignment(scope)) && scope.initializer
      ? scope.initializer
      : scope;
  const old = ts.isFunctionLike(holder) && 'body' in holder ? holder.body : undefined;
  if (!old) throw new EditError(`${file}: ${within} is no function with a body`);
  return [old.getStart(), old.getEnd(), `{ ${body} }`];
}

/** The one declaration of this name; what has it inside of that is not looked at. */
function declared(file: ts.SourceFile, names: string): ts.Node {
  return names.split('.').reduce<ts.Node>((scope, name) => {
    const found: ts.Node[] = [];
    const visit = (node: ts.Node): void => {
      if (isDeclaration(node) && ts.isMemberName(node.name) && node.name.text === name) found.push(node);
      else ts.forEachChild(node, visit);
    };
    ts.forEachChild(scope, visit);
    const [only] = found;
    if (!only || found.length > 1)
      throw new EditError(`${file.fileName}: ${found.length} declarations, and not one, are named ${names}`);
    return only;
  }, file);
}

const isDeclaration = (node: ts.Node): node is ts.Node & { name: ts.Node } =>
  (ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node)) &&
  node.name !== undefined;
