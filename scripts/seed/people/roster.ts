import type { Calendar } from '../calendar.ts';
import { acuteStays, sepsisAndHipFractures } from './acute.ts';
import { cancers } from './cancers.ts';
import { chronicallyIll } from './chronic.ts';
import { colleagues } from './colleagues.ts';
import { seenNowAndThen } from './consultations.ts';
import { emergencyUnit } from './emergency.ts';
import type { Add, Entry } from './entry.ts';
import { families } from './families.ts';
import { longTermIll } from './long-term.ts';
import type { PersonSeed } from './person.ts';
import { cardiologyWard } from './ward.ts';
import { registeredTwice } from './registered-twice.ts';
import { roundOfToday } from '../scenarios/today.ts';

/** The patients in a fixed order: the order gives the ids (`pat-001`…) and the IPP, so only append at the end. */
export function roster(calendar: Calendar): (Entry & { person: PersonSeed })[] {
  const list: Entry[] = [];
  const add: Add = (sex, family, given, birthDate, tell, more = {}) =>
    void list.push({
      person: {
        id: `pat-${String(list.length + 1).padStart(3, '0')}`,
        sex,
        family,
        given: given.split(' '),
        birthDate,
        ...more,
      },
      tell,
    });
  chronicallyIll(add);
  sepsisAndHipFractures(add);
  families(add, calendar);
  cancers(add);
  acuteStays(add);
  longTermIll(add, calendar);
  seenNowAndThen(add);
  colleagues(add);
  for (const entry of list) {
    const { tell } = entry;
    entry.tell = (chart) => {
      tell(chart);
      roundOfToday(chart);
    };
  }
  cardiologyWard(add);
  emergencyUnit(add);
  registeredTwice(add);
  return list.map((entry, i) => ({
    ...entry,
    person: { ...entry.person, ipp: `8${String(100_001 + i * 37).padStart(8, '0')}` },
  }));
}
