import type { Dose, RegimenStep, RegimenTiming } from '../prescribing/regimen.ts';
import type { ReadLine, TestsWhen } from './reading.ts';

/** A reading in one line of text, as the expected ones are written. */
export function shown(line: string, { reading, errors }: ReadLine): string {
  if (errors.length > 0)
    return `E ${errors.map(({ code, start, end }) => `${code}@${line.slice(start, end)}`).join(' ; ')}`;
  if (!reading) return '';
  if (reading.kind === 'vitals') {
    const { values, oxygen } = reading;
    return `V ${[
      ...Object.entries(values).map(([sign, value]) => `${sign} ${value}`),
      ...(oxygen ? [oxygen.source === 'air' ? 'air' : `oxygen ${oxygen.flow}`] : []),
    ].join(', ')}`;
  }
  if (reading.kind === 'tests')
    return `T ${[
      reading.tests.map(({ test, count }) => test.code + (count === null ? '' : ` x${count}`)).join(', '),
      whenShown(reading.when),
      reading.timing ? timingShown(reading.timing) : '',
      reading.isUrgent ? 'urgent' : '',
      reading.instruction && `i=${reading.instruction}`,
    ]
      .filter(Boolean)
      .join('; ')}`;
  const { drug, strength, regimen } = reading;
  const { asNeeded } = regimen;
  const needed = asNeeded && [
    `prn(${asNeeded.condition})`,
    asNeeded.interval && `gap ${asNeeded.interval.value}${asNeeded.interval.unit}`,
    asNeeded.maxPerDay && `max ${doseShown(asNeeded.maxPerDay)}`,
  ];
  return `D ${[
    drug.display,
    strength && `s=${doseShown(strength)}`,
    regimen.route && `r=${regimen.route}`,
    regimen.steps.map(stepShown).join(' > '),
    needed?.filter(Boolean).join(' '),
    ...regimen.additives.map(({ text, dose }) => `+ ${text.toLowerCase()} ${dose ? doseShown(dose) : ''}`),
    regimen.instruction && `i=${regimen.instruction}`,
  ]
    .filter(Boolean)
    .join('; ')}`;
}

const doseShown = ({ value, unit }: Dose): string => `${value} ${unit}`;

function stepShown({ dose, doseMax, isPerKilogram, rate, over, timing, duration }: RegimenStep): string {
  const kg = isPerKilogram ? '/kg' : '';
  const amount = rate
    ? `rate ${doseShown(rate.amount)}${kg}/${rate.per.value}${rate.per.unit}`
    : dose && (doseMax ? `${dose.value}..${doseShown(doseMax)}` : doseShown(dose) + kg);
  return [
    amount,
    over && `over ${over.value}${over.unit}`,
    timing && timingShown(timing),
    duration && `${duration.value}${duration.unit}`,
  ]
    .filter(Boolean)
    .join(' | ');
}

function timingShown({ times, every, at, clock, days, once }: RegimenTiming): string {
  return [
    times &&
      `${times.count}${times.countMax ? `-${times.countMax}` : ''}/${times.per.value === 1 ? '' : times.per.value}${times.per.unit}`,
    every && `q${every.value}${every.valueMax ? `-${every.valueMax}` : ''}${every.unit}`,
    at && `@${at.join('+')}`,
    clock && `@${clock.join('+')}`,
    days?.join('+'),
    once && 'once',
  ]
    .filter(Boolean)
    .join(' ');
}

function whenShown({ day, part, time }: TestsWhen): string {
  const dayShown =
    day === null
      ? null
      : 'in' in day
        ? (['today', 'tomorrow'][day.in] ?? `in ${day.in}d`)
        : 'weekday' in day
          ? day.weekday
          : day.date;
  return [dayShown, part, time].filter(Boolean).join(' ');
}
