import { describe, expect, it } from 'vitest';
import { issuesOf } from './answers.ts';
import type { Alert, ChecksView } from './checks-view.ts';
import { detectedIssuesOf } from './detected-issues.ts';

const alert = (more: Partial<Alert>): Alert => ({
  key: 'allergy.confirmed:amoxicilline:a1',
  rule: 'allergy.confirmed',
  lines: [0],
  level: 'blocks',
  canLift: true,
  summary: 'Allergie confirmée à Pénicilline : amoxicilline',
  detail: '',
  source: { label: 'ANSM', url: null, date: '2019-09' },
  links: [],
  reasons: [
    { code: 'no-alternative', display: 'Pas d’alternative' },
    { code: 'other', display: 'Autre raison, à écrire' },
  ],
  ...more,
});
const view = (more: Partial<ChecksView>): ChecksView => ({ alerts: [], notRun: [], noRule: [], ...more });
const answer = (reason: string, words = '', key = alert({}).key) => ({ alert: key, reason, words });

describe('what stands in the way of signing', () => {
  it('what nobody lifts, what is not answered, an answer that is none', () => {
    const path = ['answers', alert({}).key];
    expect(issuesOf(view({ alerts: [alert({ canLift: false })] }), [answer('no-alternative')])).toEqual([
      { path, reason: 'blocked' },
    ]);
    expect(issuesOf(view({ alerts: [alert({})] }), [])).toEqual([{ path, reason: 'unanswered' }]);
    expect(issuesOf(view({ alerts: [alert({})] }), [answer('invented', 'words')])).toEqual([
      { path, reason: 'unanswered' },
    ]);
    expect(issuesOf(view({ alerts: [alert({})] }), [answer('other', '  ')])).toEqual([
      { path, reason: 'unanswered' },
    ]);
    expect(issuesOf(view({ alerts: [alert({})] }), [answer('no-alternative', '', 'another')])).toEqual([
      { path, reason: 'unanswered' },
    ]);
  });
  it('nothing: answered, informing, not run, without a rule', () => {
    expect(
      issuesOf(view({ alerts: [alert({}), alert({ key: 'i', level: 'informs' })] }), [
        answer('other', 'test cutané négatif'),
      ]),
    ).toEqual([]);
    expect(
      issuesOf(view({ alerts: [alert({ level: 'needs-reason', reasons: [] })] }), [answer('', 'expliqué')]),
    ).toEqual([]);
    expect(
      issuesOf(
        view({
          notRun: [{ service: 's', title: 't', lines: [0], reason: 'timeout', detail: '' }],
          noRule: [{ service: 's', lines: [0], about: 'a' }],
        }),
        [],
      ),
    ).toEqual([]);
  });
});

describe('what stays in the record', () => {
  const recording = {
    patientId: 'p',
    author: { reference: 'Practitioner/1', display: 'Dr Un' },
    now: new Date('2026-11-30T10:00:00Z'),
    labels: [],
    orderAt: (line: number) => (line < 9 ? { reference: `MedicationRequest/o${line}` } : null),
  };
  it('an answered alert is final, with its reason, author and order', () => {
    const [issue, ...more] = detectedIssuesOf(
      view({ alerts: [alert({ lines: [0, 9] })] }),
      [answer('other', 'test cutané négatif')],
      recording,
    );
    expect(more).toEqual([]);
    expect(issue).toMatchObject({
      status: 'final',
      severity: 'high',
      patient: { reference: 'Patient/p' },
      implicated: [{ reference: 'MedicationRequest/o0' }],
      code: { coding: [{ code: 'ALGY' }, { code: 'allergy.confirmed' }] },
      author: { reference: 'Practitioner/1' },
      mitigation: [
        {
          action: { coding: [{ code: 'other' }], text: 'Autre raison, à écrire : test cutané négatif' },
          date: '2026-11-30T10:00:00.000Z',
        },
      ],
    });
    expect(issue?.detail).toContain('ANSM (2019-09)');
  });
  it('a check that did not run is preliminary; what informs leaves nothing', () => {
    const issues = detectedIssuesOf(
      view({
        alerts: [alert({ level: 'informs' })],
        notRun: [
          {
            service: 'cds.example',
            title: 'Interactions',
            lines: [1],
            reason: 'timeout',
            detail: 'Le service n’a pas répondu à temps.',
          },
        ],
      }),
      [],
      recording,
    );
    expect(issues).toMatchObject([
      {
        status: 'preliminary',
        code: { coding: [{ code: 'not-run.timeout' }], text: 'Interactions' },
        implicated: [{ reference: 'MedicationRequest/o1' }],
      },
    ]);
    expect(issues[0]?.mitigation).toBeUndefined();
  });
});
