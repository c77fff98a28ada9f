/** RFC 3339: date and time, fraction, zone. */
const format = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
/** Nanoseconds in 64 bits reach no further. */
const [earliest, latest] = [Date.UTC(1678), Date.UTC(2262)];

/**
 * `time.parse_rfc3339_ns`, which WebAssembly has to be given: nanoseconds since 1970, exact to the millisecond. Undefined,
 * which makes a rule that asks for it not hold, for what is no instant of the calendar.
 */
export function parseRfc3339(text: unknown): number | undefined {
  const [, clock = '', fraction = '', sign, hours = '0', minutes = '0'] =
    (typeof text === 'string' && format.exec(text)) || [];
  const local = Date.parse(`${clock}Z`);
  // 30 February would be taken for 2 March
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 19) !== clock) return undefined;
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  const ms = local - ahead + Number(fraction.padEnd(3, '0').slice(0, 3));
  return ms >= earliest && ms < latest ? ms * 1e6 : undefined;
}
