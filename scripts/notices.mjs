// Writes THIRD-PARTY-NOTICES.md from the lock file: node scripts/notices.mjs
import './lib/node-version.mjs';

const { readdirSync, readFileSync, writeFileSync } = await import('node:fs');
const { inRoot } = await import('./lib/paths.mjs');

/** @type {{ packages: Record<string, { version?: string, license?: string, dev?: boolean, devOptional?: boolean, link?: boolean }> }} */
const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
/** @type {Map<string, { versions: Set<string>, license: string, shipped: boolean }>} */
const found = new Map();
for (const [place, { version, license, dev, link }] of Object.entries(lock.packages)) {
  const name = place.split('node_modules/').at(-1) ?? '';
  if (!place.includes('node_modules/') || link || !version) continue;
  const entry = found.get(name) ?? {
    versions: new Set(),
    license: license ?? licenceIn(place),
    shipped: false,
  };
  entry.versions.add(version);
  entry.shipped ||= !dev;
  found.set(name, entry);
}
/** What an old package writes in its own ways. @param {string} place */
function licenceIn(place) {
  try {
    const { license, licenses } = JSON.parse(readFileSync(inRoot(place, 'package.json'), 'utf8'));
    return (
      license?.type ??
      licenses?.map((/** @type {{ type: string }} */ l) => l.type).join(' OR ') ??
      firstLineOfLicence(place)
    );
  } catch {
    return 'see the package';
  }
}
/** @param {string} place */
function firstLineOfLicence(place) {
  const file = readdirSync(inRoot(place)).find((name) => /^licen[cs]e/i.test(name));
  return (
    (file && /\b(MIT|ISC|BSD|Apache)\b/.exec(readFileSync(inRoot(place, file), 'utf8'))?.[0]?.trim()) ||
    'see the package'
  );
}
/** @param {boolean} shipped */
const rows = (shipped) =>
  [...found]
    .filter(([, entry]) => entry.shipped === shipped)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, { versions, license }]) =>
        `| [${name}](https://www.npmjs.com/package/${name}) | ${[...versions].join(', ')} | ${license} |`,
    );

/** @param {string} file @param {RegExp} pattern */
const pinned = (file, pattern) => pattern.exec(readFileSync(inRoot(file), 'utf8'))?.[1] ?? '';
const ohif = pinned('scripts/prepare-ohif.mjs', /(\d+\.\d+\.\d+(?:-[\w.]+)?)/);

writeFileSync(
  inRoot('THIRD-PARTY-NOTICES.md'),
  `# Third-party software

Written by \`node scripts/notices.mjs\` from package-lock.json. The repository holds none of this software: it is installed from the package registry, each package with the text of its licence.

## Prepared at set-up
| software | version | licence |
|---|---|---|
| [OHIF Viewer](https://github.com/OHIF/Viewers) (\`@ohif/app\`, prebuilt; with Cornerstone3D and its codecs) | ${ohif} | MIT |

## Fonts
| font | licence |
|---|---|
| [Inter](https://github.com/rsms/inter) (through \`@fontsource-variable/inter\`) | SIL Open Font License 1.1 |
| [Lato, Inter and icon fonts](https://github.com/OHIF/Viewers) that come with the OHIF Viewer | SIL Open Font License 1.1, MIT |

## Runtime
| package | version | licence |
|---|---|---|
${rows(true).join('\n')}

## Development and tests only
| package | version | licence |
|---|---|---|
${rows(false).join('\n')}
`,
);
console.log(`THIRD-PARTY-NOTICES.md: ${found.size} packages`);
