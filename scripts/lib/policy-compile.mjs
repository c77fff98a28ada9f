import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runCommand } from './command.mjs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

/** File names become part of what is compiled: they are relative to the folder. @param {string} opa @param {string[]} args @param {{ show?: boolean }} [options] */
export const inPolicies = (opa, args, options) =>
  runCommand(opa, args, { ...options, cwd: inRoot('policies') });

/** The policy as WebAssembly: the same bytes from the same sources, wherever. @param {string} opa @returns {Promise<Buffer>} */
export async function compile(opa) {
  const folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-policy-'));
  try {
    const bundle = path.join(folder, 'bundle.tar.gz');
    const { code, output } = await inPolicies(opa, [
      'build',
      '--target',
      'wasm',
      '--entrypoint',
      'keneyapp/access/decisions',
      '--entrypoint',
      'keneyapp/access/rights',
      '--ignore',
      '*_test.rego',
      '--output',
      bundle,
      '.',
    ]);
    if (code !== 0) throw new PlainError(`The policy does not compile:\n${output.trim()}`);
    return fileInTar(gunzipSync(readFileSync(bundle)), 'policy.wasm');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Headers of 512 bytes: name at 0, size in octal at 124; contents padded to 512. @param {Buffer} tar @param {string} name */
function fileInTar(tar, name) {
  for (let at = 0; at + 512 <= tar.length;) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    if (
      tar
        .toString('latin1', at, at + 100)
        .replace(/\0.*$/s, '')
        .replace(/^\//, '') === name
    )
      return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`OPA compiled no ${name}.`);
}
