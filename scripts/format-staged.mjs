// What .githooks/pre-commit runs at the top of the checkout: formats the staged files that `npm run format` knows, and
// stages them again. A file of which only a part is staged is checked and never changed: the rest is not asked for yet.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const top = process.cwd();
const packaged = path.join(top, 'node_modules/prettier/index.mjs');

/** @param {string[]} args */
const git = (args) =>
  execFileSync('git', ['--literal-pathspecs', ...args], { maxBuffer: 256 * 1024 * 1024 }).toString();
/** @param {string} output of `git … -z` */
const names = (output) => output.split('\0').filter(Boolean);

/** Added or changed and staged, ordinary files only: neither links nor submodules. */
function stagedFiles() {
  const [entries, files] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
  for (const [index, part] of names(
    git(['diff', '--cached', '--raw', '-z', '--no-renames', '--diff-filter=AM']),
  ).entries())
    (index % 2 === 0 ? entries : files).push(part);
  return files.filter((_, index) => /^:\d+ 100/.test(entries[index] ?? ''));
}

/** The kinds of files of `npm run format`. @returns {string[]} */
function formattedKinds() {
  const { scripts } = JSON.parse(readFileSync(path.join(top, 'package.json'), 'utf8'));
  return /\{([\w,]+)\}/.exec(scripts?.format ?? '')?.[1]?.split(',') ?? [];
}

/** @param {string[]} files @returns {Promise<string[]>} what stands against the commit */
async function formatStaged(files) {
  /** @type {typeof import('prettier')} */
  const prettier = await import(pathToFileURL(packaged).href);
  const ignorePath = ['.gitignore', '.prettierignore'].map((file) => path.join(top, file));
  const changed = new Set(names(git(['diff', '--name-only', '-z'])));
  // `git commit -- <files>` makes an index for this commit alone: what is staged there is not staged afterwards
  const isOwnIndex = !['', 'index', 'index.lock'].includes(
    path.basename(process.env['GIT_INDEX_FILE'] ?? ''),
  );
  /** @type {string[]} */
  const problems = [];
  for (const file of files) {
    const filepath = path.join(top, file);
    const { ignored, inferredParser } = await prettier.getFileInfo(filepath, { ignorePath });
    if (ignored || !inferredParser) continue;
    const isOnlyChecked = isOwnIndex || changed.has(file);
    const source = isOnlyChecked ? git(['show', `:0:${file}`]) : readFileSync(filepath, 'utf8');
    try {
      const options = { ...(await prettier.resolveConfig(filepath)), filepath };
      const formatted = await prettier.format(source, options);
      if (formatted === source) continue;
      if (isOnlyChecked)
        problems.push(
          `${file}: not formatted, and ${isOwnIndex ? 'named by this command' : 'staged in part'}, so it is left as it is. npx prettier --write ${JSON.stringify(file)}, then stage it again.`,
        );
      else {
        writeFileSync(filepath, formatted);
        git(['add', '--', file]);
        console.error(`pre-commit: formatted ${file}`);
      }
    } catch (error) {
      problems.push(`${file}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  return problems;
}

const kinds = formattedKinds();
const files = stagedFiles().filter((file) => kinds.includes(path.extname(file).slice(1)));
if (files.length > 0 && !existsSync(packaged))
  console.error('pre-commit: the packages are not installed (npm run setup), nothing is formatted.');
else if (files.length > 0) {
  const problems = await formatStaged(files);
  // git has looked before the hook whether there is something to commit
  if (problems.length === 0 && git(['diff', '--cached', '--name-only']) === '')
    problems.push('once formatted, nothing is changed.');
  for (const problem of problems) console.error(`pre-commit: ${problem}`);
  if (problems.length > 0) {
    console.error('pre-commit: nothing was committed.');
    process.exitCode = 1;
  }
}
