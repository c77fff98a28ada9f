const format = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?Z$/;
/** What OPA's own answers for: nanoseconds in 64 bits. */
const [earliest, latest] = [Date.UTC(1678), Date.UTC(2262)];

/**
 * `time.parse_rfc3339_ns`, which WebAssembly has to be given: nanoseconds since 1970, to the millisecond. Undefined, which
 * makes a rule that asks for it not hold, for what is no instant of this calendar; only UTC is taken.
 */
export function instant(text: unknown): number | undefined {
  if (typeof text !== 'string' || !format.test(text)) return undefined;
  const seconds = Date.parse(`${text.slice(0, 19)}Z`);
  // 30 February is taken for 2 March
  if (Number.isNaN(seconds) || new Date(seconds).toISOString().slice(0, 19) !== text.slice(0, 19)) return undefined;
  if (seconds < earliest || seconds >= latest) return undefined;
  return (seconds + Number((format.exec(text)?.[1] ?? '0').padEnd(3, '0').slice(0, 3))) * 1e6;
}
