import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import ts from 'typescript';
import { fingerprint, parse } from './syntax.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folderOfCases = path.join(root, 'e2e/leaks');

export interface Case {
  title: string;
  /** Below e2e. */
  file: string;
  line: number;
}
/** Which cases run on which build; `benches` lends the builds. */
export interface Plan {
  benches: string;
  projects: { name: string; titles: string[] }[];
}
/** How a case ended on a build: `asExpected` is passing on the sound one and failing on the others. */
export interface Result {
  title: string;
  project: string;
  isAsExpected: boolean;
  status: string;
  message: string;
}
interface Report {
  suites?: Report[];
  specs?: {
    title: string;
    file: string;
    line: number;
    tests: {
      projectName: string;
      status: string;
      results: { status: string; error?: { message?: string } }[];
    }[];
  }[];
}

/** Every case there is, in the order of the families. */
export async function casesOf(folder: string): Promise<Case[]> {
  const cases = specsOf(await playwright(folder, ['--list', '--project=leaks'])).map(
    ({ title, file, line }) => ({ title, file, line }),
  );
  if (new Set(cases.map((c) => c.title)).size < cases.length) throw new Error('two cases have one title');
  const family = ({ title }: Case) => Number.parseInt(title, 10) || Infinity;
  return cases.sort((a, b) => family(a) - family(b) || a.title.localeCompare(b.title, 'en'));
}

/** Runs a plan, two builds at a time. */
export async function runPlan(folder: string, plan: Plan): Promise<Result[]> {
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
  const report = await playwright(folder, ['--config=scripts/leaks/playwright.config.ts', '--workers=2']);
  return specsOf(report).flatMap(({ title, tests }) =>
    tests.flatMap(({ projectName, status, results }) => {
      const last = results.at(-1);
      return !last || last.status === 'skipped'
        ? []
        : [
            {
              title,
              project: projectName,
              isAsExpected: status === 'expected' || status === 'flaky',
              status: last.status,
              message: stripVTControlCharacters(last.error?.message ?? ''),
            },
          ];
    }),
  );
}

const specsOf = (report: Report): NonNullable<Report['specs']> => [
  ...(report.specs ?? []),
  ...(report.suites ?? []).flatMap(specsOf),
];

function playwright(folder: string, more: readonly string[]): Promise<Report> {
  const report = path.join(folder, 'report.json'),
    noStack = path.join(folder, 'no-stack.json');
  writeFileSync(noStack, JSON.stringify({ publicUrl: 'http://localhost', dataDir: folder, settings: {} }));
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        'node_modules/@playwright/test/cli.js',
        'test',
        '--reporter=json',
        `--output=${folder}/output`,
        ...more,
      ],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          ...process.env,
          E2E_STACK: noStack,
          LEAKS_PLAN: path.join(folder, 'plan.json'),
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        },
      },
    );
    child.once('error', reject);
    child.once('exit', () => {
      try {
        resolve(JSON.parse(readFileSync(report, 'utf8')) as Report);
      } catch (cause) {
        reject(new Error('the suite left no report', { cause }));
      }
    });
  });
}

/**
 * What each case rests on in the suite, by title and whatever the layout: its own statement, what its file holds besides
 * other cases, and the files that are no cases.
 */
export function casePrints(cases: readonly Case[]): Map<string, string> {
  const helpers = readdirSync(folderOfCases)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => fingerprint(readFileSync(path.join(folderOfCases, name), 'utf8')));
  const byFile = Map.groupBy(cases, (c) => c.file);
  return new Map(
    [...byFile].flatMap(([name, own]) => {
      const file = parse(readFileSync(path.join(root, 'e2e', name), 'utf8'), name);
      const shared = file.statements.filter((statement) => !callsTest(statement)).map(fingerprint);
      return own.map(({ title, line }): [string, string] => {
        const at = file.getPositionOfLineAndCharacter(line - 1, 0);
        const statement = file.statements.find((one) => one.getFullStart() <= at && at < one.getEnd());
        if (!statement) throw new Error(`${name}:${line} is no statement`);
        return [title, [fingerprint(statement), ...shared, ...helpers].join()];
      });
    }),
  );
}

function callsTest(node: ts.Node): boolean {
  return (
    (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'test') ||
    ts.forEachChild(node, (child) => callsTest(child) || undefined) === true
  );
}
