import { FhirError } from '@keneyapp/fhir-client';
import type { Appointment, Encounter, Resource } from '@medplum/fhirtypes';
import { receptionExtension } from '@keneyapp/fhir-model/reception';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { Guard } from './guard.ts';
import type { Neighbours } from './neighbours.ts';
import type { Obligations, Rights } from './policy.ts';
import { isReleased } from './released.ts';
import { hidesSomething, keepsNothingBack, withoutPrivacies } from './labels.ts';

type Type = Resource['resourceType'];

/** What a reader may know of one patient in a list. */
export interface Listed {
  /** That the patient has appointments at all. */
  mayKnowAppointments: boolean;
  /** Obligations of the chart; null when it is closed to the reader. */
  chart: Obligations | null;
}
export interface ListView {
  types: readonly Type[];
  reader: { fhirUser: string | null; rights: () => Promise<Rights> };
  /** Decided for all of a list at once. */
  decide: (patientIds: readonly string[]) => Promise<Map<string, Listed>>;
  neighbours: Neighbours;
  /** A stay that is not shown leaves its bed taken: who walks through the ward sees as much. */
  showsBeds?: boolean;
}

/** Lists over patients: their types and nothing else, each line as the chart it belongs to would show it; nothing is written. */
export function listGuard({ types, reader, decide, neighbours, showsBeds = false }: ListView): Guard {
  const refuse = (): never => {
    throw new FhirError(403, null, 'other-chart');
  };
  const hidden = (resource: Appointment | Encounter, chart: Obligations | null): boolean =>
    chart === null
      ? [...neighbours.labels(resource)].some((label) => !keepsNothingBack(label))
      : neighbours.isHidden(resource, chart);

  function shownStay(stay: Encounter, verdicts: ReadonlyMap<string, Listed>): Encounter | null {
    const chart = verdicts.get(patientIn(stay.subject?.reference) ?? '')?.chart ?? null;
    const isHidden = chart === null || hidden(stay, chart);
    if (!isHidden) return stay;
    return showsBeds && !visits.includes(stay.class.code ?? '') ? takenBed(stay) : null;
  }

  function shownAppointment(
    appointment: Appointment,
    verdicts: ReadonlyMap<string, Listed>,
    may: Rights,
  ): Appointment | null {
    const patients = patientsOf(appointment);
    const known = patients.filter((id) => verdicts.get(id)?.mayKnowAppointments);
    if (patients.length > 0 && known.length === 0) return null;
    const { text: _text, ...whole } = appointment;
    const shown: Appointment = {
      ...whole,
      participant: (appointment.participant ?? []).filter(({ actor }) => {
        const id = patientIn(actor?.reference);
        return id === null || known.includes(id);
      }),
    };
    if (!may['appointments.list-all']) return isReleased(appointment) ? told(shown) : null;
    const charts = known.map((id) => verdicts.get(id)?.chart ?? null);
    const isHidden =
      charts.length === 0 ? hidden(appointment, null) : charts.some((chart) => hidden(appointment, chart));
    const takesPart = shown.participant.some(
      ({ actor }) => reader.fhirUser !== null && referenceKey(actor?.reference ?? '') === reader.fhirUser,
    );
    const isThere = takesPart || may['appointments.book'];
    // who books and who is there know of it, not of what it is about; for everybody else it is not there
    if (isHidden) return isThere ? whenAndWho(shown) : null;
    if (charts.every((chart) => chart !== null)) return told(shown);
    return isThere ? kindOf(shown) : whenAndWho(shown);
  }

  return {
    async show(resources) {
      const may = await reader.rights();
      const seesOwnOnly = !may['appointments.list-all'];
      const listed = resources.map((resource) => (types.includes(resource.resourceType) ? resource : null));
      const ofPatients = listed.filter(
        (r) => r?.resourceType === 'Appointment' || r?.resourceType === 'Encounter',
      );
      const ids = new Set(ofPatients.flatMap((r) => patientsOf(r)));
      if (seesOwnOnly) for (const r of listed) if (r?.resourceType === 'Patient' && r.id) ids.add(r.id);
      const verdicts = ids.size > 0 ? await decide([...ids]) : new Map<string, Listed>();
      neighbours.learn(ofPatients);
      const keys = new Set(
        ofPatients.flatMap((r) => (isToBeLookedAt(r, verdicts) ? bindingsOf(r, neighbours) : [])),
      );
      if (keys.size > 0) await neighbours.look(keys, null);
      return listed.map((resource) => {
        if (resource?.resourceType === 'Appointment') return shownAppointment(resource, verdicts, may);
        if (resource?.resourceType === 'Encounter') return shownStay(resource, verdicts);
        if (resource?.resourceType === 'Patient' && seesOwnOnly)
          return verdicts.get(resource.id ?? '')?.mayKnowAppointments ? resource : null;
        return resource && withoutPrivacies(resource);
      });
    },
    showWritten: () => null,
    showFile: () => null,
    isPartial: (type) => Promise.resolve(type === 'Appointment' || type === 'Encounter'),
    accept: refuse,
  };
}

/** Labels may come from what it is for or a part of; who sees all of the chart, and who sees none, is told the same whatever they are. */
function isToBeLookedAt(resource: Appointment | Encounter, verdicts: ReadonlyMap<string, Listed>): boolean {
  return patientsOf(resource).some((id) => {
    const verdict = verdicts.get(id);
    if (!verdict) return false;
    return verdict.chart === null ? verdict.mayKnowAppointments : hidesSomething(verdict.chart);
  });
}

const bindingsOf = (resource: Resource, neighbours: Neighbours): string[] =>
  neighbours
    .pointersOf(resource)
    .flatMap(({ key, isBinding }) => (isBinding && key && !key.startsWith('Patient/') ? [key] : []));

function patientIn(reference: string | undefined): string | null {
  const [type, id] = referenceKey(reference ?? '')?.split('/') ?? [];
  return type === 'Patient' && id ? id : null;
}
function patientsOf(resource: Resource | null): string[] {
  if (resource?.resourceType === 'Encounter') return [patientIn(resource.subject?.reference) ?? []].flat();
  if (resource?.resourceType !== 'Appointment') return [];
  return (resource.participant ?? []).flatMap(({ actor }) => patientIn(actor?.reference) ?? []);
}

/** Classes of Encounter (v3-ActCode) that have no bed: a consultation, a visit at home, a call. */
const visits = ['AMB', 'HH', 'VR'];

/** A bed in which somebody is now, and since when. */
function takenBed({ status, class: _class, period, location }: Encounter): Encounter {
  const now = location?.find(({ status: at }) => at === 'active') ?? location?.at(-1);
  const places = (now ? [now] : []).map(({ location: { reference }, status: at, period: during }) => ({
    location: reference === undefined ? {} : { reference },
    ...(at === undefined ? {} : { status: at }),
    ...(during === undefined ? {} : { period: during }),
  }));
  return {
    resourceType: 'Encounter',
    status,
    class: {},
    ...(period?.start === undefined ? {} : { period: { start: period.start } }),
    ...(places.length === 0 ? {} : { location: places }),
  };
}

/** Without what leads elsewhere in the record: a list shows none of it. */
function told(appointment: Appointment): Appointment {
  const {
    reasonReference: _r,
    basedOn: _b,
    supportingInformation: _s,
    contained: _c,
    extension,
    ...rest
  } = appointment;
  return { ...rest, ...toldReception(extension) };
}
/** When, where and with whom. */
function whenAndWho({
  resourceType,
  id,
  status,
  start,
  end,
  minutesDuration,
  extension,
  participant,
}: Appointment): Appointment {
  return {
    resourceType,
    ...(id === undefined ? {} : { id }),
    status,
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(minutesDuration === undefined ? {} : { minutesDuration }),
    ...toldReception(extension),
    participant,
  };
}
/** When somebody arrived, was called and left: times alone. */
function toldReception(extension: Appointment['extension']): Pick<Appointment, 'extension'> {
  const told = extension?.filter(({ url }) => url === receptionExtension) ?? [];
  return told.length > 0 ? { extension: told } : {};
}
/** And what kind of visit, for who books it or takes part. */
function kindOf(appointment: Appointment): Appointment {
  const { serviceCategory, serviceType, specialty, appointmentType, cancelationReason } = appointment;
  return {
    ...whenAndWho(appointment),
    ...(serviceCategory ? { serviceCategory } : {}),
    ...(serviceType ? { serviceType } : {}),
    ...(specialty ? { specialty } : {}),
    ...(appointmentType ? { appointmentType } : {}),
    ...(cancelationReason ? { cancelationReason } : {}),
  };
}
