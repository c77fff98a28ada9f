import type { CodeSystemConcept } from '@medplum/fhirtypes';
import { SaxesParser } from 'saxes';
import { readText } from '../../import/content.ts';
import { systems } from '@keneyapp/fhir-model/systems';
import type { KnownFile } from '../gather.ts';
import { licences } from '../licences.ts';
import type { Problems } from '../problems.ts';
import { concept, texts, use, type SystemRelease } from '../release.ts';
import { unusable } from '../text.ts';
import { versionOf } from '../version.ts';

/**
 * ucum-essence.xml: base units, units, and metric units with each prefix (mg, mmol). UCUM is a grammar: units are also made
 * by multiplying and dividing, so that a code that is missing here is not wrong for that.
 */
export function ucum(files: readonly KnownFile[], problems: Problems): SystemRelease {
  let version = '';
  return {
    kind: 'system',
    short: 'ucum',
    url: systems.ucum,
    title: 'UCUM',
    language: 'en',
    licence: licences.ucum,
    isWhole: false,
    version: () => version || versionOf(files),
    async *concepts() {
      for (const file of files) {
        const essence = parse(await readText(file.path, file.isGzip), file, problems);
        version = essence.version || version;
        yield* unitsOf(essence);
      }
    },
    remarks: () => [
      'UCUM is a grammar: units that are composed (mmol/L) are valid and no codes of this list',
    ],
  };
}

interface Unit {
  kind: 'prefix' | 'base-unit' | 'unit';
  code: string;
  isMetric: boolean;
  class: string;
  names: string[];
  symbol: string;
  property: string;
}
interface Essence {
  version: string;
  items: Unit[];
}

function parse(xml: string, file: KnownFile, problems: Problems): Essence {
  const essence: Essence = { version: '', items: [] };
  const parser = new SaxesParser();
  let unit: Unit | null = null,
    text = '';
  parser.on('opentag', ({ name, attributes }) => {
    const of = (key: string) => String(attributes[key] ?? '');
    text = '';
    if (name === 'root') essence.version = of('version');
    if (name === 'prefix' || name === 'base-unit' || name === 'unit')
      unit = {
        kind: name,
        code: of('Code'),
        // a base unit is metric by definition
        isMetric: name === 'base-unit' || of('isMetric') === 'yes',
        class: of('class'),
        names: [],
        symbol: '',
        property: '',
      };
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('closetag', ({ name }) => {
    const words = text.replace(/\s+/g, ' ').trim();
    if (unit && name === 'name') unit.names.push(words);
    if (unit && name === 'printSymbol') unit.symbol = words;
    if (unit && name === 'property') unit.property = words;
    if (unit && name === unit.kind) {
      if (unit.code === '' || unit.names.length === 0)
        problems.add(file.name, parser.line, `a ${unit.kind} without a code or a name`);
      else essence.items.push(unit);
      unit = null;
    }
  });
  let broken: Error | null = null;
  parser.on('error', (error) => {
    broken ??= error;
  });
  parser.write(xml).close();
  if (broken) throw unusable(file, `not well-formed XML (line ${parser.line})`);
  return essence;
}

function* unitsOf({ items }: Essence): Generator<CodeSystemConcept> {
  const units = items.filter(({ kind }) => kind !== 'prefix'),
    prefixes = items.filter(({ kind }) => kind === 'prefix'),
    codes = new Set(units.map(({ code }) => code));
  for (const unit of units)
    yield concept(unit.code, unit.names[0] ?? '', {
      designation: namesOf([...unit.names.slice(1), unit.symbol], unit),
      property: texts({ kind: unit.kind, property: unit.property, class: unit.class }),
    });
  for (const unit of units.filter(({ isMetric }) => isMetric))
    for (const prefix of prefixes) {
      const code = prefix.code + unit.code;
      if (codes.has(code)) continue; // `cd` is the candela
      codes.add(code);
      yield concept(code, `${prefix.names[0] ?? ''}${unit.names[0] ?? ''}`, {
        designation: namesOf(unit.symbol ? [prefix.symbol + unit.symbol] : [], { ...unit, code }),
        property: texts({ kind: 'prefixed', property: unit.property, unit: unit.code, prefix: prefix.code }),
      });
    }
}

const namesOf = (values: readonly string[], { code, names }: Unit) =>
  [...new Set(values)]
    .filter((value) => value !== '' && value !== code && value !== names[0])
    .map((value) => ({ language: 'en', use: use.synonym, value }));
