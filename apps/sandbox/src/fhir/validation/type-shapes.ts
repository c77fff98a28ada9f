import { isPrimitiveType, tryGetDataType, type InternalSchemaElement } from '@medplum/core';
import { isType, loadDefinitions } from '../model/definitions.ts';

/** One member that an object of a type may have in JSON. */
export interface Field {
  /** `string`, `Reference`, `PatientContact`, `Resource`… */
  type: string;
  isPrimitive: boolean;
  isArray: boolean;
  /** `deceased[x]` of `deceasedBoolean`; null where there is no choice. */
  choice: string | null;
  element: InternalSchemaElement;
}
export interface TypeShape {
  fields: ReadonlyMap<string, Field>;
}

const shapes = new Map<string, TypeShape | null>();

/** The members of a type by their JSON name; null when there is no such type. */
export function shapeOf(type: string): TypeShape | null {
  let shape = shapes.get(type);
  if (shape === undefined) {
    shape = build(type);
    shapes.set(type, shape);
  }
  return shape;
}

function build(type: string): TypeShape | null {
  loadDefinitions();
  const schema = tryGetDataType(type);
  if (!schema) return null;
  const fields = new Map<string, Field>();
  for (const [name, element] of Object.entries(schema.elements)) {
    const isChoice = name.endsWith('[x]'),
      bare = isChoice ? name.slice(0, -3) : name;
    for (const { code } of isChoice ? element.type : element.type.slice(0, 1)) {
      const known = plainType(code, type, bare);
      fields.set(isChoice ? bare + code.charAt(0).toUpperCase() + code.slice(1) : name, {
        type: known,
        isPrimitive: isPrimitiveType(known),
        isArray: element.isArray === true,
        choice: isChoice ? name : null,
        element,
      });
    }
  }
  return { fields };
}

/** The definitions say `string`, or a type of FHIRPath, of ids of resources and of `Extension.url`. */
function plainType(code: string, type: string, name: string): string {
  if (name === 'id' && isType(type)) return 'id';
  if (name === 'url' && type === 'Extension') return 'uri';
  return code === 'http://hl7.org/fhirpath/System.String' ? 'string' : code;
}
