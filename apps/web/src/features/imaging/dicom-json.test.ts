import { describe, expect, it } from 'vitest';
import { seriesImages, type DicomJson } from './dicom-json';

const us = (value: number) => ({ vr: 'US', Value: [value] });
const ui = (value: string) => ({ vr: 'UI', Value: [value] });
const object = (n: number, more: DicomJson = {}): DicomJson => ({
  '0020000D': ui('1.2'),
  '0020000E': ui('1.2.1'),
  '00080018': ui(`1.2.1.${n}`),
  '00200013': { vr: 'IS', Value: [n] },
  ...more,
});
const shape = { '00280010': us(512), '00280011': us(256), '00280100': us(16) };
const pixels = { '7FE00010': { vr: 'OW', BulkDataURI: '/x' } };
const counts = (...instances: DicomJson[]) => {
  const { images, others } = seriesImages('', instances);
  return [images.length, others.length];
};

describe('which objects of a series are images', () => {
  it('those whose metadata name their pixels', () => {
    expect(counts(object(1, { ...shape, ...pixels }), object(2, { ...shape, ...pixels }))).toEqual([2, 0]);
    expect(counts(object(1, { ...shape, ...pixels }), object(2, shape), object(3))).toEqual([1, 2]);
    expect(counts(object(1, pixels))).toEqual([0, 1]);
  });
  it('where a server names pixels nowhere, those that have the shape of an image', () => {
    expect(counts(object(1, shape), object(2, { ...shape, '00280008': { vr: 'IS', Value: [3] } }))).toEqual([
      4, 0,
    ]);
    expect(counts(object(1), object(2, { '00280010': us(512) }))).toEqual([0, 2]);
  });
  it('a film is none, though it has pixels: by its encoding, or by its class', () => {
    const film = { ...shape, ...pixels };
    expect(counts(object(1, { ...film, '00083002': ui('1.2.840.10008.1.2.4.102') }))).toEqual([0, 1]);
    expect(counts(object(1, { ...film, '00080016': ui('1.2.840.10008.5.1.4.1.1.77.1.1.1') }))).toEqual([
      0, 1,
    ]);
    expect(counts(object(1, { ...film, '00083002': ui('1.2.840.10008.1.2.4.91') }))).toEqual([1, 0]);
  });
});
