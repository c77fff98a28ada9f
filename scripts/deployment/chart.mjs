import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { runCommand } from '../lib/command.mjs';
import { inRoot } from '../lib/paths.mjs';
import { accepted, refused } from './chart-values.mjs';
import { objectProblems } from './objects.mjs';
import { podProblems } from './pods.mjs';

const chart = inRoot('infra/helm'),
  given = path.join(chart, 'ci-values.yaml');
/** The oldest Kubernetes that the chart takes and the newest whose schemas kubectl-validate holds. */
const newestSchemas = '1.30';
const oldest = () =>
  /(\d+\.\d+)\./.exec(parse(readFileSync(path.join(chart, 'Chart.yaml'), 'utf8')).kubeVersion)?.[1] ?? '';

/** Without colours. @param {string} text */
const plain = (text) => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');

/** @param {import('./work.mjs').Work} work */
export async function checkChart({ tools, folder, found }) {
  const { helm = '', 'kubectl-validate': validate = '' } = tools;
  // no cluster and no repository of the person's own is asked
  const run = (/** @type {string} */ program, /** @type {string[]} */ args) =>
    runCommand(program, args, {
      env: { ...process.env, KUBECONFIG: '/dev/null', HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder },
    });
  const lint = await run(helm, ['lint', chart, '-f', given, '--strict']);
  found('helm lint', lint.code === 0 ? [] : [lint.output.trim()]);

  /** @param {import('./chart-values.mjs').Case} wanted @param {number} i */
  const template = (wanted, i) => {
    const file = path.join(folder, `values-${i}.json`);
    writeFileSync(file, JSON.stringify(wanted.values ?? {}));
    return run(helm, [
      'template',
      wanted.release ?? 'keneyapp',
      chart,
      '--namespace',
      'care',
      '--kube-version',
      wanted.kubeVersion ?? `${oldest()}.0`,
      ...(wanted.isAlone ? [] : ['-f', given]),
      '-f',
      file,
    ]);
  };
  /** @type {string[]} */
  const files = [];
  for (const [i, wanted] of accepted.entries()) {
    const { code, output } = await template(wanted, i);
    if (code !== 0) {
      found(`values: ${wanted.name}`, [output.trim()]);
      continue;
    }
    const file = path.join(folder, `${wanted.name.replace(/\W+/g, '-')}.yaml`);
    writeFileSync(file, output);
    files.push(file);
    const objects = /** @type {import('./objects.mjs').KubernetesObject[]} */ (
      parseAllDocuments(output)
        .map((document) => document.toJS())
        .filter(Boolean)
    );
    found(`values: ${wanted.name}`, [...objectProblems(objects), ...(await podProblems(objects))]);
  }
  for (const [i, wanted] of refused.entries()) {
    const { code, output } = await template(wanted, i);
    found(
      `refused: ${wanted.name}`,
      code === 0
        ? ['it is accepted']
        : wanted.says
            .filter((text) => !output.includes(text))
            .map((text) => `the message does not say ${text}: ${output.trim()}`),
    );
  }

  for (const version of [oldest(), newestSchemas]) {
    const { code, output } = await run(validate, ['--version', version, ...files]);
    found(
      `schemas of Kubernetes ${version}: ${files.length} outputs`,
      code === 0
        ? []
        : plain(output)
            .trim()
            .split('\n')
            .filter((line) => !/\bOK$/.test(line)),
    );
    found(`schemas of Kubernetes ${version}: what is wrong is found`, await isBlind(version));
  }

  /** A check that finds nothing must be able to find something. @param {string} version @returns {Promise<string[]>} */
  async function isBlind(version) {
    const right = readFileSync(files[0] ?? '', 'utf8');
    /** @type {[what: string, from: string | RegExp, to: string][]} */
    const wrongs = [
      ['an unknown field', 'automountServiceAccountToken:', 'automountServiceAcountToken:'],
      ['a word for a number', /terminationGracePeriodSeconds: \d+/, 'terminationGracePeriodSeconds: soon'],
      ['a kind that is not there', 'autoscaling/v2', 'autoscaling/v2beta2'],
    ];
    const problems = [];
    for (const [what, from, to] of wrongs) {
      const file = path.join(folder, 'wrong.yaml');
      writeFileSync(file, right.replace(from, to));
      if (right.replace(from, to) === right || (await run(validate, ['--version', version, file])).code === 0)
        problems.push(`${what} is not found`);
    }
    return problems;
  }
}
