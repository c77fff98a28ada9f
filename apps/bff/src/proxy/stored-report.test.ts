import { element, stowBody, u16, u32, type DicomObject } from '@keneyapp/config/testing-dicom';
import { item, measurementReport, measurements, observer, openItem } from '@keneyapp/config/testing-report';
import { expect, test } from 'vitest';
import { reasonAgainstStoring } from './stored-report.ts';

const study = '1.2.826.0.1.2.7';
const expected = { study, patientId: '700', observer: 'Nadia Benali' };

const report = (content: Buffer[], more: Partial<DicomObject> = {}) =>
  measurementReport(study, '700', content, more);
const reason = (...objects: Buffer[]) => {
  const { contentType, body } = stowBody(objects);
  return reasonAgainstStoring(contentType, body, expected);
};

test('a report of this study, signed by who stores it, is stored', () => {
  expect(reason(report([observer('Nadia Benali'), measurements()]))).toBeNull();
  expect(reason(report([observer('Nadia Benali', openItem)]))).toBeNull();
  expect(reason(report([observer('Nadia Benali')]), report([observer('Nadia Benali')]))).toBeNull();
});

test('a report in implicit little endian, as OHIF writes it, is read the same', () => {
  const plain = (tag: number, value: Buffer | string) => {
    const raw = Buffer.from(value as string);
    const bytes = raw.length % 2 ? Buffer.concat([raw, Buffer.from(' ')]) : raw;
    return Buffer.concat([u16(tag >>> 16), u16(tag & 0xffff), u32(bytes.length), bytes]);
  };
  const signed = (name: string) =>
    Buffer.concat([
      Buffer.alloc(128),
      Buffer.from('DICM'),
      element(0x00020010, 'UI', '1.2.840.10008.1.2\0'),
      plain(0x00080016, '1.2.840.10008.5.1.4.1.1.88.22'),
      plain(0x00100020, '700'),
      plain(0x0020000d, study),
      plain(
        0x0040a730,
        openItem(
          plain(0x0040a040, 'PNAME'),
          plain(0x0040a043, item(plain(0x00080100, '121008'))),
          plain(0x0040a123, name),
        ),
      ),
    ]);
  expect(reason(signed('Nadia Benali'))).toBeNull();
  expect(reason(signed('Claire Moreau'))).toBe('another observer');
});

test('nobody signs with another name, or with none, however deep it stands', () => {
  expect(reason(report([]))).toBe('another observer');
  expect(reason(report([observer('unknown^unknown')]))).toBe('another observer');
  expect(reason(report([observer('Nadia Benali'), measurements(observer('Claire Moreau'))]))).toBe(
    'another observer',
  );
  expect(reason(report([observer('Nadia Benali')]), report([observer('Claire Moreau')]))).toBe(
    'another observer',
  );
});

test('nothing but reports, and nothing of another study or patient', () => {
  const signed = [observer('Nadia Benali')];
  expect(reason(report(signed, { sopClass: '1.2.840.10008.5.1.4.1.1.2' }))).toBe('no structured report');
  expect(reason(report(signed, { study: '1.2.3' }))).toBe('another study');
  expect(reason(report(signed, { patientId: '701' }))).toBe('another patient');
});

test('what cannot be read is not stored', () => {
  const good = report([observer('Nadia Benali')]);
  for (let cut = 0; cut < good.length; cut += 7) expect(reason(good.subarray(0, cut))).not.toBeNull();
  expect(reason(report([observer('Nadia Benali')], { transferSyntax: '1.2.840.10008.1.2.2' }))).toBe(
    'unreadable',
  );
  const { contentType, body } = stowBody([good]);
  expect(reasonAgainstStoring('application/dicom', body, expected)).toBe('unreadable');
  expect(reasonAgainstStoring(contentType, body.subarray(0, -8), expected)).toBe('unreadable');
  expect(reasonAgainstStoring(contentType, Buffer.from('--keneyapp-boundary--'), expected)).toBe(
    'nothing to store',
  );
});
