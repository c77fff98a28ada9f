import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inRoot } from './lib/paths.mjs';
import { apps, builtFrom, deployedApps, manifestOf, typedFolders, workspaces } from './lib/workspaces.mjs';

const read = (file: string) => readFileSync(inRoot(file), 'utf8');
const dockerfile = read('infra/docker/app.Dockerfile');

describe('the workspaces, read from the manifests', () => {
  it('are those that npm has installed', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { link?: boolean; resolved?: string }>;
    };
    const linked = Object.values(lock.packages).flatMap(({ link, resolved }) =>
      link && resolved ? [resolved] : [],
    );
    expect(workspaces()).toEqual(linked.sort());
    expect(apps().length).toBeGreaterThan(2);
  });

  it.each(typedFolders())('the types of %s can be checked', (place) => {
    expect(existsSync(inRoot(place, 'tsconfig.json'))).toBe(true);
  });

  it('a build knows what it is made from, to the end', () => {
    const sources = builtFrom('apps/web');
    expect(sources).toEqual(expect.arrayContaining(['apps/web', 'packages/clinical', 'packages/ui']));
    // a schema, and what a schema takes from elsewhere
    expect(sources).toContain('apps/bff/src/features/audit/schema.ts');
    expect(sources).toContain('apps/bff/src/access/roles.ts');
    expect(sources.filter((source) => !existsSync(inRoot(source)))).toEqual([]);
    expect(sources).not.toContain('apps/bff/src/server.ts');
  });

  it('the image installs every workspace', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?:packages|(\S+)\/package\.json) /gm)].map(
      ([, app]) => app ?? 'packages',
    );
    const isCopied = (place: string) => copied.some((from) => place === from || place.startsWith(`${from}/`));
    expect(workspaces().filter((place) => !isCopied(place))).toEqual([]);
  });
});

describe.each(deployedApps())('%s, which runs in a hospital', (app) => {
  it('has an image', () => {
    expect(dockerfile).toMatch(new RegExp(`^FROM runtime AS ${app}$`, 'm'));
  });

  it('is a service of compose', () => {
    const { services } = parse(read('infra/compose/compose.yaml'), { merge: true }) as {
      services: Record<string, { image: string; build?: { target?: string } }>;
    };
    const own = Object.values(services).filter(({ image }) => image === `keneyapp/${app}`);
    expect(own.length).toBeGreaterThan(0);
    expect(own.every(({ build }) => build?.target === app)).toBe(true);
  });

  it('is a component of the chart, with values, limits, scaling and a network policy', () => {
    const values = parse(read('infra/helm/values.yaml')) as Record<
      string,
      { image?: { repository?: string } }
    >;
    expect(values[app]?.image?.repository).toBe(`keneyapp/${app}`);
    const schema = JSON.parse(read('infra/helm/values.schema.json')) as {
      required: string[];
      properties: Record<string, unknown>;
    };
    expect(schema.required).toContain(app);
    expect(schema.properties[app]).toEqual({ $ref: '#/definitions/process' });
    expect(read(`infra/helm/templates/${app}.yaml`)).toContain(
      `include "keneyapp.process" (dict "root" . "component" "${app}"`,
    );
    expect(read('infra/helm/templates/scaling.yaml')).toMatch(
      new RegExp(`range \\$component := list .*"${app}"`),
    );
    expect(read('infra/helm/templates/network.yaml')).toContain(`dict "root" . "component" "${app}"`);
  });

  it('has settings that the deployment check can ask for', () => {
    expect(read('scripts/deployment/settings.mjs')).toMatch(new RegExp(`\\b${app}: '\\w+'`));
  });
});

it('an app that does not run in a hospital says so itself', () => {
  const left = apps().filter((place) => !deployedApps().includes(path.posix.basename(place)));
  expect(left.map((place) => manifestOf(place).keneyapp)).toEqual(left.map(() => ({ isDeployed: false })));
  // the embedded servers are for trying out: no image may be made of them
  expect(left).toContain('apps/sandbox');
  for (const place of left)
    expect(dockerfile).not.toMatch(new RegExp(` AS ${path.posix.basename(place)}$`, 'm'));
});
