import type { CodeableConcept, Coding, Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { badRequest } from '../outcome.ts';
import type { FhirCall } from '../http/call.ts';

/** Parameters of an operation, given in the address or as a Parameters resource. */
export class Given {
  private readonly list: readonly ParametersParameter[];
  private readonly query: ReadonlyMap<string, string>;
  private readonly acceptLanguage: string | undefined;
  constructor(call: FhirCall) {
    this.acceptLanguage = call.headers['accept-language'];
    const body = call.body as Resource | null | undefined;
    if (body && body.resourceType !== 'Parameters') throw badRequest('A Parameters resource is needed');
    this.list = (body as Parameters | undefined)?.parameter ?? [];
    this.query = new Map(call.query);
  }

  /** Throws for a parameter that the operation does not know. */
  only(names: readonly string[]): void {
    const odd = [...this.query.keys(), ...this.list.map(({ name }) => name)].find(
      (name) => name === undefined || !names.includes(name),
    );
    if (odd !== undefined)
      throw badRequest(`The parameter "${odd.slice(0, 60)}" is nothing that this operation takes`);
  }

  /** The simple parameters as they would stand in an address. */
  asQuery(names: readonly string[]): [string, string][] {
    return names.flatMap((name) => {
      const texts = this.texts(name);
      return texts.length > 0 ? [[name, texts.join(',')] as [string, string]] : [];
    });
  }

  private find(name: string): ParametersParameter | undefined {
    return this.list.find((p) => p.name === name);
  }

  text(name: string): string | undefined {
    const p = this.find(name);
    return p ? textOf(p) : this.query.get(name);
  }

  /** The language of displays: as the operation is asked, else as the reader says of everything. */
  language(): string | undefined {
    return this.text('displayLanguage') ?? this.acceptLanguage;
  }

  needed(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw badRequest(`${name} is needed`);
    return value;
  }

  flag(name: string): boolean {
    return this.text(name) === 'true';
  }

  whole(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^\d+$/.test(text)) throw badRequest(`${name} takes a whole number`);
    return Number(text);
  }

  texts(name: string): string[] {
    const own = this.list.filter((p) => p.name === name).flatMap((p) => textOf(p) ?? []);
    const typed = this.query.get(name);
    return own.length > 0 ? own : typed === undefined ? [] : typed.split(',');
  }

  resource(name: string): Resource | undefined {
    return this.find(name)?.resource;
  }
  coding(name: string): Coding | undefined {
    return this.find(name)?.valueCoding;
  }
  concept(name: string): CodeableConcept | undefined {
    return this.find(name)?.valueCodeableConcept;
  }

  /** What is asked about: `coding`, or `system` with `code`. */
  subject(codeName = 'code'): {
    system: string | undefined;
    code: string;
    version: string | undefined;
    display: string | undefined;
  } {
    const coding = this.coding(codeName === 'code' ? 'coding' : codeName.replace('code', 'coding'));
    const code = coding?.code ?? this.text(codeName);
    if (!code) throw badRequest(`${codeName} or coding is needed`);
    return {
      code,
      system: coding?.system ?? this.text('system'),
      version: coding?.version ?? this.text('version'),
      display: coding?.display ?? this.text('display'),
    };
  }
}

export const parametersOf = (list: (ParametersParameter | null)[]): Parameters => ({
  resourceType: 'Parameters',
  parameter: list.filter((p) => p !== null),
});

function textOf(p: ParametersParameter): string | undefined {
  const value =
    p.valueUri ??
    p.valueString ??
    p.valueCode ??
    p.valueCanonical ??
    p.valueUrl ??
    p.valueId ??
    p.valueInteger ??
    p.valueUnsignedInt ??
    p.valuePositiveInt ??
    p.valueBoolean ??
    p.valueInstant ??
    p.valueDateTime ??
    p.valueDate;
  return value === undefined ? undefined : String(value);
}
