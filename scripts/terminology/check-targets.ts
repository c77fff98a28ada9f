import { systemOf } from '@keneyapp/fhir-model/systems';
import type { Connection } from '../wire/connection.ts';
import type { Problems } from './problems.ts';
import type { MapElement, MapRelease } from './release.ts';
import { displayOf, releasesOn } from './server.ts';

const atOnce = 8;

/**
 * What rows of a hospital's own table lead to, against the release that is loaded: a code that it does not have is a problem of
 * its row and left out, the others get their words. Where the release is not loaded nothing is left out, and that is said.
 */
export async function checkTargets(
  c: Connection,
  { target: system }: Pick<MapRelease, 'target'>,
  elements: readonly MapElement[],
  problems: Problems,
): Promise<{ elements: MapElement[]; remarks: string[] }> {
  const codes = new Set(
    elements.flatMap(({ target }) => target.flatMap(({ code, row }) => (row && code ? [code] : []))),
  );
  if (codes.size === 0) return { elements: [...elements], remarks: [] };
  const release = (await releasesOn(c)).find((one) => systemOf(one) === system);
  if (!release)
    return {
      elements: [...elements],
      remarks: [
        `${system} is not loaded: whether it has these codes is not known, only their last digit was checked`,
      ],
    };
  const displays = new Map<string, string | null>();
  const waiting = [...codes];
  const work = async () => {
    for (let code = waiting.pop(); code !== undefined; code = waiting.pop())
      displays.set(code, await displayOf(c, release.system, release.version, code));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const checked = elements.flatMap((element): MapElement[] => {
    const target = element.target.flatMap((one) => {
      if (!one.row || one.code === undefined) return [one];
      const display = displays.get(one.code) ?? null;
      if (display !== null) return [{ ...one, display }];
      const { file, line } = one.row;
      problems.add(file, line, `${one.code} is not in ${release.title} ${release.version}, which is loaded`);
      return [];
    });
    return target.length > 0 ? [{ ...element, target }] : [];
  });
  return { elements: checked, remarks: [] };
}
