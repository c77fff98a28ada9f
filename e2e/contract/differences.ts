import { test } from '@playwright/test';
import type { FhirAsSystem } from '../fhir.ts';
import { stackOf } from '../stack.ts';

/**
 * Where a server behind the application is known to answer otherwise, or has not been asked yet: the one place that says
 * so. By the name that the server gives itself (`CapabilityStatement.software.name`), then by case.
 */
const differences: { server: RegExp; cases: Record<string, string> }[] = [
  {
    server: /HAPI/i,
    cases: {
      'address of a version': 'HAPI reads Type/id/_history/n of a deletion as Type/id',
      'patch of nothing': 'HAPI answers 500 to a PATCH without id or condition, and changes nothing',
      'operation in a transaction': 'HAPI offers no operations in transactions',
      'update where there is one': 'HAPI does not look at If-None-Match of an update',
      'reference on another server': 'HAPI keeps relative references that its Bundle does not resolve',
      'form of a resource': 'HAPI stores what its parser can make sense of, and warns',
      'packing of bodies': 'left to the servlet container',
      'precision of a search': 'HAPI compares numbers with a tenth of a thousandth of slack',
    },
  },
];

/** The same of image servers: the embedded one shares the address of the embedded FHIR server. */
const { DICOMWEB_URL = '', FHIR_URL = '' } = stackOf().settings;
export const images =
  new URL(DICOMWEB_URL).origin === new URL(FHIR_URL).origin
    ? { partsOfXml: true, mixedStored: [1], mixedFailed: [1], refused: [409] }
    : {
        /** Orthanc answers JSON to a search that asks for `multipart/related; type="application/dicom+xml"`. */
        partsOfXml: false,
        /** It takes an object whose number of frames is no number; where it refuses one of several, it has no word for it. */
        mixedStored: [1, 2],
        mixedFailed: [0, 1],
        refused: [null, 400, 409],
      };

let name: Promise<string> | undefined;

/** Skips the rest of a test that a server is known to fail, with the reason. */
export async function skipWhereItDiffers(fhir: FhirAsSystem, what: string): Promise<void> {
  name ??= fhir
    .read('metadata')
    .then((statement) => String((statement['software'] as { name?: string } | undefined)?.name ?? ''));
  const server = await name;
  const reason = differences.find((one) => one.server.test(server))?.cases[what];
  test.skip(reason !== undefined, reason);
}
