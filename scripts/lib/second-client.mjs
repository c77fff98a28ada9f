import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command.mjs';
import { hashSources } from './hash.mjs';
import { inRoot } from './paths.mjs';
import { toolsDir } from './tools.mjs';

const requirements = 'e2e/contract/second-client.txt';

/**
 * A Python with the DICOMweb client of e2e/contract: one that E2E_PYTHON names, else a virtual environment of its own, made
 * once. Answers the executable, or in `missing` why there is none; the test that needs it then says so and is left out.
 * @param {(text: string) => void} note
 * @returns {Promise<{ file: string } | { missing: string }>}
 */
export async function findSecondClient(note) {
  const named = process.env['E2E_PYTHON'];
  if (named) return { file: named };
  const home = path.join(toolsDir(), `second-client-${hashSources([requirements]).slice(0, 16)}`);
  const python = path.join(home, 'bin/python');
  if (existsSync(python)) return { file: python };
  note('from the Python packages');
  mkdirSync(path.dirname(home), { recursive: true });
  const making = `${home}.${process.pid}`;
  try {
    for (const [program, args] of /** @type {const} */ ([
      ['python3', ['-m', 'venv', '--copies', making]],
      [
        path.join(making, 'bin/python'),
        ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', inRoot(requirements)],
      ],
    ])) {
      const { code, output } = await runCommand(program, [...args]).catch((error) => ({
        code: 1,
        output: String(error.message),
      }));
      if (code !== 0)
        return { missing: `no dicomweb-client (${output.trim().split('\n').at(-1)?.slice(0, 200)})` };
    }
    renameSync(making, home);
    return { file: python };
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
