import { describe, expect, it, test } from 'vitest';
import type { DicomJson } from './dicom-json';
import { isoOf, personName, references, structuredReport } from './structured-report';

const tag = (vr: string, ...Value: unknown[]) => ({ vr, Value });
const code = (meaning: string, value = '1', scheme = 'DCM'): DicomJson => ({
  '00080100': tag('SH', value),
  '00080102': tag('SH', scheme),
  ...(meaning ? { '00080104': tag('LO', meaning) } : {}),
});
const line = (type: string, name: string, said: DicomJson = {}, ...below: DicomJson[]): DicomJson => ({
  '0040A040': tag('CS', type),
  '0040A043': tag('SQ', code(name)),
  ...said,
  ...(below.length > 0 ? { '0040A730': tag('SQ', ...below) } : {}),
});
const measured = (value: string, unit: DicomJson): DicomJson => ({
  '0040A300': tag('SQ', { '0040A30A': tag('DS', value), '004008EA': tag('SQ', unit) }),
});
const report = (...lines: DicomJson[]): DicomJson => ({
  '0040A043': tag('SQ', code('Imaging Measurement Report')),
  '00080023': tag('DA', '20261127'),
  '00080033': tag('TM', '101500.25'),
  '0040A491': tag('CS', 'PARTIAL'),
  '0040A493': tag('CS', 'VERIFIED'),
  '0040A073': tag('SQ', { '0040A075': tag('PN', { Alphabetic: 'Durand^Claire^^Dr' }) }),
  '0040A730': tag('SQ', ...lines),
});
const said = (...lines: DicomJson[]) =>
  structuredReport(report(...lines)).lines.map(({ name, value, kind }) => [name, value, kind]);

describe('a structured report', () => {
  it('says what it is, who made it and when, and whether it is finished', () => {
    expect(structuredReport(report())).toEqual({
      title: 'Imaging Measurement Report',
      date: '2026-11-27T10:15:00',
      observers: ['Dr Claire Durand'],
      isComplete: false,
      isVerified: true,
      lines: [],
    });
    expect(structuredReport({})).toMatchObject({
      title: null,
      date: null,
      isComplete: null,
      isVerified: null,
    });
  });
  it('gives each kind of line its value, and keeps the tree', () => {
    expect(
      said(
        line('TEXT', 'Finding', { '0040A160': tag('UT', 'Rien') }),
        line('NUM', 'Length', measured('12.50', code('millimeter', 'mm', 'UCUM'))),
        line('NUM', 'Ratio', measured('0.4', code('no units', '1', 'UCUM'))),
        line('NUM', 'Count', measured('3', code('', '{lesions}', 'UCUM'))),
        line('NUM', 'Missing', { '0040A301': tag('SQ', code('Not a number', '114000')) }),
        line('CODE', 'Site', { '0040A168': tag('SQ', code('Liver')) }),
        line('CODE', 'Bare', { '0040A168': tag('SQ', code('', 'T-62000', 'SRT')) }),
        line('DATE', 'Seen', { '0040A121': tag('DA', '20260102') }),
        line('TIME', 'At', { '0040A122': tag('TM', '142530') }),
        line('DATETIME', 'When', { '0040A120': tag('DT', '20260102142530.1') }),
        line('PNAME', 'Reader', { '0040A123': tag('PN', { Alphabetic: 'Petit^Anne' }) }),
        line('IMAGE', 'Source', { '00081199': tag('SQ', { '00081155': tag('UI', '1.2.3') }) }),
        line('SCOORD', 'Path', { '00700023': tag('CS', 'POLYLINE') }),
        line('TABLE', 'Unknown kind'),
      ),
    ).toEqual([
      ['Finding', 'Rien', 'text'],
      ['Length', '12.50\u00a0mm', 'text'],
      ['Ratio', '0.4', 'text'],
      ['Count', '3\u00a0lesions', 'text'],
      ['Missing', 'Not a number', 'text'],
      ['Site', 'Liver', 'text'],
      ['Bare', 'T-62000 SRT', 'text'],
      ['Seen', '2026-01-02', 'date'],
      ['At', '14:25', 'text'],
      ['When', '2026-01-02T14:25:30', 'dateTime'],
      ['Reader', 'Anne Petit', 'text'],
      ['Source', '1.2.3', 'reference'],
      ['Path', 'POLYLINE', 'place'],
      ['Unknown kind', 'TABLE', 'heading'],
    ]);
    const [group] = structuredReport(
      report(line('CONTAINER', 'Group', {}, line('TEXT', 'Below', { '0040A160': tag('UT', 'x') }))),
    ).lines;
    expect(group).toMatchObject({ name: 'Group', value: null, children: [{ name: 'Below', value: 'x' }] });
  });
  it('names its observer from its content too, once', () => {
    const observer = line('PNAME', 'Person Observer Name', { '0040A123': tag('PN', 'Durand^Claire^^Dr') });
    observer['0040A043'] = tag('SQ', code('Person Observer Name', '121008'));
    expect(structuredReport(report(observer)).observers).toEqual(['Dr Claire Durand']);
  });
});

test('a selection names its objects by series', () => {
  const series = (uid: string, n: number) => ({
    '0020000E': tag('UI', uid),
    '00081199': tag('SQ', ...Array.from({ length: n }, () => ({}))),
  });
  expect(
    references({ '0040A375': tag('SQ', { '00081115': tag('SQ', series('1.2', 3), series('1.3', 1)) }) }),
  ).toEqual([
    { series: '1.2', objects: 3 },
    { series: '1.3', objects: 1 },
  ]);
});

test('dates and names of DICOM', () => {
  expect(isoOf('20261127')).toBe('2026-11-27');
  expect(isoOf('2026.11.27')).toBe('2026.11.27');
  expect(isoOf('20261127', '0915')).toBe('2026-11-27T09:15:00');
  expect(personName('Martin')).toBe('Martin');
  expect(personName(undefined)).toBe('');
});
