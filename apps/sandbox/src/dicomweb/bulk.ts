import { FileSource } from './byte-source.ts';
import type { Segment } from './body.ts';
import { frameSegments, pixelWord, type StoredInstance } from './frames.ts';
import { deflated, explicitBig, parseObject, type Dataset, type Element } from './parse.ts';
import { swapped, wordOf } from './values.ts';

/**
 * The bytes behind a BulkDataURI (`7FE00010`, `54000100/0/54001010`), one entry per part; null when there is no such
 * value. Compressed pixels are one part per frame.
 */
export async function bulkSegments(instance: StoredInstance, path: string): Promise<Segment[][] | null> {
  if (!/^[0-9A-F]{8}(?:\/\d{1,6}\/[0-9A-F]{8})*$/.test(path)) return null;
  if (path === '7FE00010' && instance.pixels?.encapsulated)
    return Promise.all(instance.pixels.frames.map((_, i) => frameSegments(instance, i + 1)));
  const file = new FileSource(instance.path);
  try {
    const { source, dataset } = parseObject(file);
    const element = find(dataset, path.split('/'));
    if (!element || element.items) return null;
    const { offset, length } = element;
    if (instance.transferSyntax === deflated) return [[source.bytes(offset, length)]];
    if (instance.transferSyntax === explicitBig)
      return [
        [
          swapped(
            source.bytes(offset, length),
            path === '7FE00010' ? pixelWord(instance.metadata) : wordOf(element.vr),
          ),
        ],
      ];
    return [[{ file: instance.path, offset, length }]];
  } finally {
    file.close();
  }
}

function find(dataset: Dataset, steps: string[]): Element | null {
  const [tag = '', index, ...rest] = steps;
  const element = dataset.get(tag);
  if (index === undefined) return element ?? null;
  const item = element?.items?.[Number(index)];
  return item ? find(item, rest) : null;
}
