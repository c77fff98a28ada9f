import { readFileSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';
import type { Proving } from '../../e2e/leaks/proving.ts';
import type { Plan } from './suite.ts';

/** The leak suite, one project a build: the sound one, and each weakened one with the cases that it breaks. */
const { benches, projects } = JSON.parse(readFileSync(process.env['LEAKS_PLAN'] ?? '', 'utf8')) as Plan;

export default defineConfig<object, Proving>({
  ...base,
  testDir: '../../e2e/leaks',
  retries: 0,
  globalTimeout: 0,
  timeout: 60_000,
  reporter: 'json',
  use: { ...base.use, trace: 'off', screenshot: 'off' },
  projects: projects.map(({ name, titles }) => ({
    name,
    // a crowded machine gets a second try where a case must pass; a weakened build has to fail at once
    retries: name === 'sound' ? 1 : 0,
    workers: 1,
    fullyParallel: false,
    grep: new RegExp(
      `\\s(${titles.map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})$`,
    ),
    use: { bench: `${benches}/${name}`, isWeakened: name !== 'sound' },
  })),
});
