// npm run import -- PATH…: loads FHIR R4 (Bundles, resources, NDJSON) and DICOM files or folders into the running stack of
// this checkout, or of --profile <name>. Exit status: 0 all went in, 1 something did not, 2 nothing could be tried.
import './lib/node-version.mjs';

const { runScript } = await import('./lib/run-script.mjs');
await runScript('scripts/import/main.ts');
