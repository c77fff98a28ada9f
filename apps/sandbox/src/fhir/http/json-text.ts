import { losesDigits, parseJson } from '@keneyapp/fhir-client/json';
import { badRequest } from '../outcome.ts';

/** Resources nest: no more than this. */
const deepest = 100;

/** Text of a body; throws 400 where it is not UTF-8. */
export function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw badRequest('The body is not UTF-8');
  }
}

/** Parsed JSON with its decimals as written. Throws 400 for what is not JSON, or what no resource may hold. */
export function jsonOf(text: string): unknown {
  if (text.trim() === '') return undefined;
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch {
    throw badRequest('The body is not JSON');
  }
  assertTree(plain);
  return losesDigits(text) ? parseJson(text) : plain;
}

/** Refuses what cannot be stored or walked: deep nesting, NUL and halves of characters, names of what every object has. */
function assertTree(root: unknown): void {
  const problem = problemIn(root, 0);
  if (problem) throw badRequest(problem.text, [problem.path.join('').replace(/^\./, '').slice(0, 200)]);
}

interface Problem {
  text: string;
  /** Where it is, put together on the way back: most bodies have none. */
  path: string[];
}

function problemIn(value: unknown, depth: number): Problem | null {
  if (typeof value === 'string')
    return value.includes('\0') || !value.isWellFormed()
      ? { text: 'A text holds a character that no text may hold', path: [] }
      : null;
  if (value === null || typeof value !== 'object') return null;
  if (depth >= deepest) return { text: `The body is nested more than ${deepest} deep`, path: [] };
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) {
      const problem = problemIn(value[i], depth + 1);
      if (problem) return { ...problem, path: [`[${i}]`, ...problem.path] };
    }
    return null;
  }
  for (const key of Object.keys(value)) {
    const problem =
      key in Object.prototype || key === ''
        ? { text: 'There is no such element', path: [] }
        : problemIn((value as Record<string, unknown>)[key], depth + 1);
    if (problem) return { ...problem, path: [`.${key.slice(0, 60)}`, ...problem.path] };
  }
  return null;
}
