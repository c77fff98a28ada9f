import type { Weakening } from '../weakening.ts';

const gate = 'src/proxy/gate.ts',
  storedReport = 'src/proxy/stored-report.ts';

export const ofImages: readonly Weakening[] = [
  {
    id: 'studies-without-a-decision',
    edits: [{ file: gate, within: '#reasonAgainst', find: '!decision.allow', replace: 'decision === null' }],
    breaks: ['21 consent: an objection', '21 remembered', '23 images: a foreign', '23 images: frames'],
  },
  {
    id: 'studies-without-labels',
    edits: [
      { file: gate, within: '#reasonAgainst', find: '!isPermitted(study, $bounds)', replace: 'false' },
      { file: gate, within: '#shown', find: '!hidesSomething(decision.obligations)', replace: 'true' },
    ],
    breaks: ['23 images: of a study that is withheld'],
  },
  {
    id: 'lists-of-studies-without-labels',
    edits: [{ file: gate, within: 'readable', find: 'shown[i]', replace: 'uid' }],
    breaks: ['23 images: of a study that is withheld'],
  },
  {
    id: 'lists-of-studies-of-anybody',
    edits: [{ file: gate, within: 'readable', find: '!decision.allow', replace: 'decision === null' }],
    breaks: ['23 images: a search'],
  },
  {
    id: 'storing-is-reading',
    edits: [
      {
        file: gate,
        within: 'pass',
        find: "kind === 'store' ? 'imaging.store' : 'imaging.read'",
        replace: "'imaging.read'",
      },
    ],
    breaks: ['23 images: whoever only reads'],
  },
  {
    id: 'studies-of-no-record',
    edits: [
      {
        file: gate,
        within: 'pass',
        find: "return { allow: false, status: 404, reason: 'unknown' };",
        replace: "return { allow: true, patientId: '' };",
      },
    ],
    breaks: ['23 images: a study that no record'],
  },
  {
    id: 'any-method-of-images',
    edits: [
      {
        file: 'src/proxy/dicomweb.ts',
        find: "['GET', 'POST']",
        replace: "['GET', 'POST', 'DELETE', 'PUT', 'PATCH']",
      },
      {
        file: 'src/proxy/paths.ts',
        within: 'readPath',
        find: "method === 'HEAD' ? 'GET' : method",
        replace: "method === 'POST' ? 'POST' : 'GET'",
      },
    ],
    breaks: ['23 images: nobody deletes'],
  },
  {
    id: 'reports-under-any-name',
    edits: [
      {
        file: storedReport,
        within: 'reasonAgainstStoring',
        find: 'observers.length === 0 || observers.some((name) => name !== expected.observer)',
        replace: 'observers === null',
      },
    ],
    breaks: ['23 images: a report under'],
  },
  {
    id: 'reports-of-any-patient',
    edits: [
      {
        file: storedReport,
        within: 'reasonAgainstStoring',
        find: "text(report, '00100020') !== expected.patientId",
        replace: 'false',
      },
    ],
    breaks: ['23 images: a report of another'],
  },
  {
    id: 'images-are-reports',
    edits: [
      {
        file: storedReport,
        within: 'reasonAgainstStoring',
        find: "!reportClasses.has(text(report, '00080016'))",
        replace: 'false',
      },
    ],
    breaks: ['23 images: nothing but'],
  },
  {
    id: 'several-studies-in-one-search',
    edits: [
      {
        file: 'src/proxy/query.ts',
        within: 'readQuery',
        find: 'uidPattern.test(value) && value.length <= 64',
        replace: 'uidPattern',
      },
    ],
    breaks: ['23 images: a search'],
  },
  {
    id: 'any-parameter-of-images',
    edits: [
      {
        file: 'src/proxy/query.ts',
        within: 'readQuery',
        find: "if (!known) throw new QueryError('unknown parameter');",
        replace: 'if (!known) continue;',
      },
    ],
    breaks: ['7 links'],
  },
  {
    id: 'a-study-of-whoever-claims-it-first',
    edits: [
      { file: 'src/proxy/studies.ts', within: 'find', find: 'others.length > 0', replace: 'others === null' },
    ],
    breaks: ['23 images: a study that two'],
  },
  {
    id: 'images-for-other-sites',
    edits: [
      {
        file: 'src/proxy/dicomweb.ts',
        find: "site !== undefined && site !== 'same-origin' && site !== 'none'",
        replace: "site === ''",
      },
    ],
    breaks: ['16 cross-site: an image'],
  },
  {
    id: 'images-without-a-trail',
    edits: [{ file: gate, within: '#once', body: 'void key; void entry;' }],
    breaks: ['24 trail: an image'],
  },
  {
    id: 'addresses-are-tidied-up',
    edits: [
      {
        file: 'src/proxy/paths.ts',
        within: 'readPath',
        find: 'rawPath.slice(prefix.length)',
        replace:
          "new URL(decodeURIComponent(decodeURIComponent(rawPath.replace('%00', ''))).replaceAll('\\\\', '/').replaceAll('//', '/'), 'http://x').pathname.slice(prefix.length)",
      },
      { file: gate, within: '#reasonAgainst', find: '!decision.allow', replace: 'decision === null' },
    ],
    breaks: ['15 addresses: two'],
  },
];
