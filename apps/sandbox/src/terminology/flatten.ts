import type {
  CodeSystem,
  CodeSystemConcept,
  CodeSystemConceptDesignation,
  CodeSystemConceptProperty,
} from '@medplum/fhirtypes';
import { normalise } from '../fhir/model/normalise.ts';

interface FlatConcept {
  code: string;
  display: string | null;
  definition: string | null;
  words: string;
  inactive: boolean;
  abstract: boolean;
  designation: CodeSystemConceptDesignation[];
  property: CodeSystemConceptProperty[];
}
export interface FlatSystem {
  concepts: FlatConcept[];
  edges: { parent: string; child: string }[];
}

/** Concepts in document order, each code once, with parents from nesting and from `parent`, `child` and `subsumedBy` properties. */
export function flatten(system: CodeSystem): FlatSystem {
  const concepts: FlatConcept[] = [];
  const edges = new Map<string, { parent: string; child: string }>();
  const seen = new Set<string>();
  const link = (parent: string, child: string) => {
    if (parent !== child) edges.set(`${parent}\u0000${child}`, { parent, child });
  };
  const visit = (list: readonly CodeSystemConcept[], parent: string | null): void => {
    for (const concept of list) {
      const { code } = concept;
      if (!code) continue;
      if (parent !== null) link(parent, code);
      for (const property of concept.property ?? []) {
        const target = property.valueCode;
        if (target && (property.code === 'parent' || property.code === 'subsumedBy')) link(target, code);
        if (target && property.code === 'child') link(code, target);
      }
      if (!seen.has(code)) {
        seen.add(code);
        concepts.push(flat(concept, code));
      }
      if (concept.concept) visit(concept.concept, code);
    }
  };
  visit(system.concept ?? [], null);
  return { concepts, edges: [...edges.values()] };
}

function flat(concept: CodeSystemConcept, code: string): FlatConcept {
  const property = concept.property ?? [],
    designation = concept.designation ?? [];
  const isSet = (name: string) =>
    property.some((p) => p.code === name && (p.valueBoolean === true || p.valueCode === 'true'));
  const status = property.find((p) => p.code === 'status')?.valueCode;
  return {
    code,
    display: concept.display ?? null,
    definition: concept.definition ?? null,
    words: [
      ...new Set(
        [code, concept.display, ...designation.map((d) => d.value)].flatMap((text) =>
          text ? [normalise(text)] : [],
        ),
      ),
    ].join(' | '),
    inactive: isSet('inactive') || status === 'retired' || status === 'inactive',
    abstract: isSet('notSelectable'),
    designation,
    property,
  };
}

/** A property value as text, as filters compare it. */
export function propertyText(property: CodeSystemConceptProperty): string | null {
  const value =
    property.valueCode ??
    property.valueString ??
    property.valueCoding?.code ??
    property.valueBoolean ??
    property.valueInteger ??
    property.valueDecimal ??
    property.valueDateTime;
  return value === undefined ? null : String(value).slice(0, 500);
}
