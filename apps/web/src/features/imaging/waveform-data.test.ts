import { describe, expect, it } from 'vitest';
import type { DicomJson } from './dicom-json';
import { readGroup } from './waveform-data';

const tag = (vr: string, ...Value: unknown[]) => ({ vr, Value });
const channel = (name: string, part: DicomJson = {}): DicomJson => ({
  '003A0208': tag('SQ', { '00080104': tag('LO', name) }),
  '003A0210': tag('DS', 2),
  '003A0211': tag('SQ', { '00080100': tag('SH', 'uV') }),
  '003A0212': tag('DS', 1),
  ...part,
});
const group = (part: DicomJson = {}): DicomJson => ({
  '003A0010': tag('UL', 3),
  '003A001A': tag('DS', 500),
  '54001006': tag('CS', 'SS'),
  '003A0200': tag('SQ', channel('Lead I'), channel('Lead II', { '003A0213': tag('DS', 10) })),
  ...part,
});
const samples = new Uint8Array(Int16Array.from([1, 2, -1, -2, 0x7000, 0]).buffer);

describe('a recorded signal', () => {
  it('gives each lead its samples, in its unit', () => {
    expect(readGroup(group(), samples)).toEqual({
      rate: 500,
      leads: [
        { name: 'Lead I', unit: 'uV', values: [2, -2, 57_344] },
        { name: 'Lead II', unit: 'uV', values: [14, 6, 10] },
      ],
    });
  });
  it('leaves a gap where nothing was recorded', () => {
    const padded = group({ '5400100A': { vr: 'OW', InlineBinary: btoa('\u0000\u0070') } });
    expect(readGroup(padded, samples)?.leads[0]?.values).toEqual([2, -2, null]);
  });
  it('is not read when its samples are of another kind, or broke off', () => {
    expect(readGroup(group({ '54001006': tag('CS', 'MB') }), samples)).toBeNull();
    expect(readGroup(group(), samples.subarray(0, 10))).toBeNull();
    expect(readGroup(group({ '003A0200': tag('SQ') }), samples)).toBeNull();
  });
});
