import type { Bundle, Resource } from '@medplum/fhirtypes';
import { pairsOf } from './http/address.ts';
import { searchset } from './http/bundles.ts';
import { json, prefers, type FhirAnswer, type FhirCall } from './http/call.ts';
import { capabilityStatement } from './http/capability.ts';
import { conditionsOf, isKnown } from './http/conditions.ts';
import { history, versionHeaders, versionOf } from './http/history.ts';
import {
  interactionOf,
  isWrite,
  type Interaction,
  type ReadInteraction,
  type WriteInteraction,
} from './http/interaction.ts';
import { subsetAsked } from './http/subset.ts';
import { everything } from './operations/everything.ts';
import type { Operation } from './operations/operation.ts';
import { match } from './operations/match.ts';
import { validate } from './operations/validate.ts';
import { asFailure, badRequest, FhirFailure, within } from './outcome.ts';
import { compartmentOf } from './search/compartment.ts';
import { PageMemory } from './search/pages.ts';
import { parseQuery, type Pairs } from './search/query.ts';
import { search } from './search/search.ts';
import { readCurrent, type Database, type Store } from './store/store.ts';
import { assertFrame } from './validation/validation.ts';
import { batch } from './write/batch.ts';
import { itemOf } from './write/item.ts';
import { transaction } from './write/transaction.ts';
import { writeItems } from './write/write-items.ts';
import { writtenAnswer } from './write/written.ts';

export interface FhirServerOptions {
  store: Store;
  issuer: string | null;
  operations?: readonly Operation[];
  onFault(error: unknown): void;
}

/** One FHIR interaction after the other, apart from HTTP. What a request asks is told in one place (http/interaction.ts). */
export class FhirServer {
  readonly operations: readonly Operation[];
  private readonly store: Store;
  private readonly options: FhirServerOptions;
  private readonly pages = new PageMemory();
  constructor(options: FhirServerOptions) {
    this.options = options;
    this.store = options.store;
    this.operations = [everything, match, validate, ...(options.operations ?? [])];
  }

  /** Never rejects: every failure is an OperationOutcome. */
  async handle(call: FhirCall): Promise<FhirAnswer> {
    try {
      return await within(call.place, async () => this.answer(this.recognise(call), call));
    } catch (error) {
      return this.refusal(error);
    }
  }

  private refusal(error: unknown): FhirAnswer {
    const { status, outcome, unforeseen } = asFailure(error);
    if (unforeseen) this.options.onFault(error);
    return json(status, outcome);
  }

  private recognise(call: FhirCall): Interaction {
    return interactionOf(call, this.operations);
  }

  private async answer(interaction: Interaction, call: FhirCall): Promise<FhirAnswer> {
    if (interaction.code === 'bundle') return this.bundle(call);
    return isWrite(interaction) ? this.write(interaction, call) : this.read(interaction, call, this.store);
  }

  private async write(interaction: WriteInteraction, call: FhirCall): Promise<FhirAnswer> {
    const template = itemOf(interaction, call, null);
    const item = await this.store.transaction(async (tx) => {
      const tried = { ...template, resource: template.resource && { ...template.resource } };
      await writeItems(tx, [tried], call.base);
      return tried;
    });
    return writtenAnswer(item, call);
  }

  private async bundle(call: FhirCall): Promise<FhirAnswer> {
    if (call.place !== null) throw badRequest('A Bundle must not hold another batch or transaction');
    const bundle = call.body as Bundle | null | undefined;
    if (bundle?.resourceType !== 'Bundle')
      throw badRequest('A Bundle of type transaction or batch is needed');
    if (bundle.type !== 'batch' && bundle.type !== 'transaction')
      throw badRequest('Bundle.type must be transaction or batch', ['Bundle.type']);
    if (bundle.type === 'batch') return json(200, await batch(bundle, call, (inner) => this.handle(inner)));
    assertFrame(bundle);
    return json(
      200,
      await transaction(this.store, bundle, call, {
        interactionOf: (inner) => this.recognise(inner),
        read: (interaction, inner, tx) => this.read(interaction, inner, tx),
      }),
    );
  }

  private async read(interaction: ReadInteraction, call: FhirCall, db: Database): Promise<FhirAnswer> {
    switch (interaction.code) {
      case 'capabilities':
        return subsetAsked(
          json(200, capabilityStatement(call.base, this.options.issuer, this.operations)),
          call.query,
        );
      case 'read': {
        const row = await readCurrent(db, interaction.type, interaction.id);
        const headers = versionHeaders(row);
        return isKnown(conditionsOf(call.headers), row)
          ? json(304, null, headers)
          : subsetAsked(json(200, row.content, headers), call.query);
      }
      case 'vread':
        return subsetAsked(
          await versionOf(db, interaction.type, interaction.id, interaction.version),
          call.query,
        );
      case 'history':
        return history(db, call, interaction);
      case 'search':
        return this.search(call, interaction.type, interaction.compartment, db);
      case 'operation':
        if ((call.body as Resource | null | undefined)?.resourceType === 'Parameters') assertFrame(call.body);
        return interaction.operation.run({ call, db, type: interaction.type, id: interaction.id });
    }
  }

  private async search(
    call: FhirCall,
    type: string,
    compartment: { type: string; id: string } | null,
    db: Database,
  ): Promise<FhirAnswer> {
    const pairs: Pairs = [...call.query, ...formPairs(call)];
    const token = pairs.find(([name]) => name === '_page')?.[1];
    const query = parseQuery(type, pairs);
    const scope = compartment ? compartmentOf(compartment, type) : null;
    const page = token === undefined ? null : this.pages.find(token, type, compartment);
    const result = await search(db, query, {
      base: call.base,
      lenient: prefers(call.headers, 'handling=lenient'),
      scope,
      page,
    });
    const place = compartment ? `${compartment.type}/${compartment.id}/${type}` : type;
    const links = this.pages.turn(page, result, { type, compartment });
    return json(200, searchset({ base: call.base, place, pairs, query, result, links }));
  }
}

/** A search by POST says what it looks for in a form; in an entry of a Bundle, which has none, in its address. */
function formPairs({ body, method, place }: FhirCall): [string, string][] {
  if (method !== 'POST' || place !== null || body === undefined || body === null) return [];
  if (typeof body !== 'string')
    throw new FhirFailure(
      415,
      'not-supported',
      'A search by POST takes a form (application/x-www-form-urlencoded)',
    );
  return pairsOf(body);
}
