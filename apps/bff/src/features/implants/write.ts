import { parseUdi } from '@keneyapp/clinical';
import { matches } from '@keneyapp/fhir-model/bundles';
import { implantOf, readImplant, withMri } from '@keneyapp/fhir-model/device';
import type { ImplantKind } from '@keneyapp/fhir-model/implant-kinds';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Device, DeviceUseStatement } from '@medplum/fhirtypes';
import { refuse } from '../../errors.ts';
import type { StatementChange } from '../../statement-input.ts';
import {
  authorOf,
  changeStatement,
  checkPastDate,
  noteOf,
  readOwn,
  withFirstNote,
  type ChangedStatement,
  type StatementContext,
} from '../../statements.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import type { ChartTransaction } from '../../writing/chart-transaction.ts';
import type { ChangeInput, RecordInput } from './schema.ts';
import { useOf } from './view.ts';

type Fields = Partial<Omit<RecordInput, 'key' | 'note'>>;

/** Writes what was put into this person, where and when: the device, and its use. */
export async function record(ctx: StatementContext, input: RecordInput): Promise<ChangedStatement> {
  const now = new Date();
  await checkDates(ctx, input, now);
  checkDetail(input.kind, input.detail);
  const plan = (transaction: ChartTransaction): Promise<string> => {
    const device: Device = said(
      { resourceType: 'Device', status: 'active', patient: { reference: patientReference(ctx.patientId) } },
      input,
    );
    transaction.create('device', {
      ...device,
      ...(input.note ? { note: [noteOf(ctx, input.note, now)] } : {}),
    });
    const id = transaction.idAt('device');
    transaction.create('use', used(newUse(ctx, id), input));
    return Promise.resolve(id);
  };
  const written = await ctx.write({ key: input.key, plan });
  ctx.auditResources(...written.references);
  return { id: written.says ?? '', isReplay: written.isReplay };
}

/** It is said otherwise: what the person changed, and nothing else of it. */
export async function change(ctx: StatementContext, input: ChangeInput): Promise<ChangedStatement> {
  const { note, ...fields } = input.changes;
  await checkDates(ctx, fields, new Date());
  const use = await useAsRead(ctx, input);
  return changeStatement(
    ctx,
    'Device',
    { ...input, version: deviceVersion(input.version), reason: '' },
    (stored, now) => {
      const was = readImplant(stored, use);
      const kind = fields.kind ?? was.kind;
      if (fields.kind !== undefined || fields.detail !== undefined)
        checkDetail(kind, fields.detail ?? was.detail ?? '');
      checkOrder(fields.implanted ?? was.implanted, fields.removed ?? was.removed);
      return {
        ...said(stored, { ...fields, ...renamed(fields, was) }),
        ...(note === undefined ? {} : withFirstNote(ctx, stored, note, now)),
      };
    },
    (transaction) => {
      const changes = [fields.site, fields.implanted, fields.removed, fields.state];
      if (changes.every((one) => one === undefined)) return Promise.resolve();
      if (use) transaction.update(used(use, fields), use.meta?.versionId ?? '');
      else transaction.create('use', used(newUse(ctx, input.id), fields));
      return Promise.resolve();
    },
  );
}

/** It should never have been written. */
export async function markEnteredInError(
  ctx: StatementContext,
  input: StatementChange,
): Promise<ChangedStatement> {
  const use = await useAsRead(ctx, input);
  return changeStatement(
    ctx,
    'Device',
    { ...input, version: deviceVersion(input.version) },
    (stored) => ({ ...stored, status: 'entered-in-error' }),
    (transaction) => {
      if (use) transaction.update({ ...use, status: 'entered-in-error' }, use.meta?.versionId ?? '');
      return Promise.resolve();
    },
  );
}

const deviceVersion = (version: string): string => version.split('.')[0] ?? '';

/** The use that the person read and no other. */
async function useAsRead(
  ctx: StatementContext,
  { id, version }: { id: string; version: string },
): Promise<DeviceUseStatement | null> {
  // one of somebody else is not found, whatever its version
  await readOwn(ctx, 'Device', id);
  const use = await storedUse(ctx, id);
  if ((use?.meta?.versionId ?? '0') !== (version.split('.')[1] ?? '0')) throw changedMeanwhile();
  return use;
}

export async function storedUse(
  { fhir, patientId }: Pick<StatementContext, 'fhir' | 'patientId'>,
  deviceId: string,
): Promise<DeviceUseStatement | null> {
  const found = await fhir.search('DeviceUseStatement', { patient: patientId, _count: 500 });
  return useOf(matches(found, 'DeviceUseStatement'), deviceId);
}

const newUse = (ctx: StatementContext, deviceId: string): DeviceUseStatement => ({
  resourceType: 'DeviceUseStatement',
  status: 'active',
  subject: { reference: patientReference(ctx.patientId) },
  device: { reference: `Device/${deviceId}` },
  source: authorOf(ctx),
  recordedOn: new Date().toISOString(),
});

/** Kind and detail are one name. */
function renamed(fields: Fields, was: { kind: ImplantKind | null; detail: string | null }): Fields {
  if (fields.kind === undefined && fields.detail === undefined) return {};
  const kind = fields.kind ?? was.kind;
  return { ...(kind === null ? {} : { kind }), detail: fields.detail ?? was.detail ?? '' };
}

/** A device with what is said of it; what is left out stays, and of words nothing is what takes them away. */
function said(stored: Device, { kind, detail, maker, model, serial, lot, udi, mri, state }: Fields): Device {
  const next: Device = { ...stored };
  const put = (name: 'manufacturer' | 'modelNumber' | 'serialNumber' | 'lotNumber', text?: string) => {
    if (text === '') delete next[name];
    else if (text !== undefined) next[name] = text;
  };
  if (kind !== undefined) Object.assign(next, implantOf(kind, detail ?? ''));
  // of another system’s device the codes are not ours to name
  else if (detail !== undefined) next.type = { ...next.type, text: detail };
  put('manufacturer', maker);
  put('modelNumber', model);
  put('serialNumber', serial);
  put('lotNumber', lot);
  if (udi === '') {
    delete next.udiCarrier;
    delete next.expirationDate;
  } else if (udi !== undefined) {
    const read = parseUdi(udi);
    // the day that an earlier number said was of another device
    delete next.expirationDate;
    next.udiCarrier = [
      {
        ...(read ? { deviceIdentifier: read.di, issuer: 'http://hl7.org/fhir/NamingSystem/gs1-di' } : {}),
        carrierHRF: udi,
      },
    ];
    if (read?.expiry) next.expirationDate = read.expiry;
  }
  if (state !== undefined) next.status = state === 'removed' ? 'inactive' : 'active';
  if (mri !== undefined) {
    const property = withMri(next.property, mri);
    if (property.length > 0) next.property = property;
    else delete next.property;
  }
  return next;
}

function used(stored: DeviceUseStatement, { site, implanted, removed, state }: Fields): DeviceUseStatement {
  const { timingDateTime, timingTiming: _t, timingPeriod, ...rest } = stored;
  const start = implanted === undefined ? (timingPeriod?.start ?? timingDateTime) : (implanted ?? undefined);
  const isBack = state === 'in-place';
  const end = isBack ? undefined : removed === undefined ? timingPeriod?.end : (removed ?? undefined);
  const next: DeviceUseStatement = {
    ...rest,
    ...(start || end ? { timingPeriod: { ...(start ? { start } : {}), ...(end ? { end } : {}) } } : {}),
  };
  if (state !== undefined) next.status = state === 'removed' ? 'completed' : 'active';
  if (site === '') delete next.bodySite;
  else if (site !== undefined) next.bodySite = { text: site };
  return next;
}

function checkDetail(kind: ImplantKind | null, detail: string): void {
  if (detail === '' && (kind === null || kind === 'other')) refuse([{ path: ['detail'], reason: 'needed' }]);
}

async function checkDates(
  ctx: StatementContext,
  { implanted, removed, udi }: Fields,
  now: Date,
): Promise<void> {
  if (implanted) await checkPastDate(ctx, 'implanted', implanted, now);
  if (removed) await checkPastDate(ctx, 'removed', removed, now);
  checkOrder(implanted ?? null, removed ?? null);
  // one that says it is of GS1 and cannot be read was read wrongly
  if (udi && /^(\](C1|d2|Q3|e0))?\u001d?(\(01\)|01\d)/.test(udi) && !parseUdi(udi))
    refuse([{ path: ['udi'], reason: 'unreadable' }]);
}

function checkOrder(implanted: string | null, removed: string | null): void {
  if (implanted === null || removed === null) return;
  const known = Math.min(implanted.length, removed.length);
  if (removed.slice(0, known) < implanted.slice(0, known))
    refuse([{ path: ['removed'], reason: 'before-onset' }]);
}
