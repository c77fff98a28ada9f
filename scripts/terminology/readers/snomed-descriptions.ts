import type { CodeSystemConceptDesignation } from '@medplum/fhirtypes';
import type { KnownFile } from '../gather.ts';
import type { Problems } from '../problems.ts';
import { use } from '../release.ts';
import { namedRows } from '../rows.ts';

const fullName = '900000000000003001',
  textDefinition = '900000000000550004',
  preferred = '900000000000548007',
  american = '900000000000509007',
  core = '900000000000012004',
  international = '900000000000207008';

interface Term {
  id: string;
  at: string;
  isActive: boolean;
  language: string;
  type: string;
  text: string;
}
const columns = ['ID', 'EFFECTIVETIME', 'ACTIVE'];

/** Terms of concepts, and which of them the language reference sets prefer. */
export class Descriptions {
  readonly #terms = new Map<string, Term[]>();
  /** Terms that a reference set prefers, the American one apart: it says what an English display is. */
  readonly #preferred = new Set<string>();
  readonly #american = new Set<string>();
  /** Of terms that are not of the international edition. */
  readonly modules: string[] = [];

  async read(
    descriptions: readonly KnownFile[],
    languages: readonly KnownFile[],
    problems: Problems,
  ): Promise<void> {
    for (const file of descriptions) await this.#readTerms(file, problems);
    const members = new Map<string, { at: string; term: string; set: string; isPreferred: boolean }>();
    const needed = [...columns, 'REFSETID', 'REFERENCEDCOMPONENTID', 'ACCEPTABILITYID'];
    for (const file of languages)
      for await (const { get } of namedRows(file, { delimiter: '\t', isQuoted: false, needed }, problems)) {
        const [key, at] = [get('ID'), get('EFFECTIVETIME')];
        if ((members.get(key)?.at ?? '') <= at)
          members.set(key, {
            at,
            term: get('REFERENCEDCOMPONENTID'),
            set: get('REFSETID'),
            isPreferred: get('ACTIVE') === '1' && get('ACCEPTABILITYID') === preferred,
          });
      }
    for (const { term, set, isPreferred } of members.values())
      if (isPreferred) {
        this.#preferred.add(term);
        if (set === american) this.#american.add(term);
      }
  }

  async #readTerms(file: KnownFile, problems: Problems): Promise<void> {
    const needed = [...columns, 'CONCEPTID', 'LANGUAGECODE', 'TYPEID', 'TERM'];
    for await (const { line, get } of namedRows(
      file,
      { delimiter: '\t', isQuoted: false, needed },
      problems,
    )) {
      const about = get('CONCEPTID'),
        text = get('TERM');
      if (!/^\d{6,18}$/.test(about) || text === '') {
        problems.add(
          file.name,
          line,
          text === '' ? 'a description without a term' : `“${about}” is no concept`,
        );
        continue;
      }
      const term: Term = {
        id: get('ID'),
        at: get('EFFECTIVETIME'),
        isActive: get('ACTIVE') === '1',
        language: get('LANGUAGECODE'),
        type: get('TYPEID'),
        text,
      };
      const of = this.#terms.get(about) ?? [];
      this.#terms.set(about, of);
      const known = of.findIndex(({ id }) => id === term.id);
      if (known < 0) of.push(term);
      else if ((of[known]?.at ?? '') <= term.at) of[known] = term;
      const module = get('MODULEID');
      if (module !== international && module !== core) this.modules.push(module);
    }
  }

  /** The display is the English term that is preferred, else a synonym, else the fully specified name. */
  of(concept: string): { display: string; definition: string; designation: CodeSystemConceptDesignation[] } {
    const active = (this.#terms.get(concept) ?? []).filter(({ isActive }) => isActive);
    const names = active.filter(({ type }) => type !== textDefinition);
    const rank = ({ id, type, language }: Term) =>
      (language === 'en' ? 0 : 8) +
      (type === fullName ? 4 : 0) +
      (this.#american.has(id) ? 0 : this.#preferred.has(id) ? 1 : 2);
    const sorted = [...names].sort((a, b) => rank(a) - rank(b));
    const display = sorted[0]?.text ?? '';
    return {
      display,
      definition: active.find(({ type }) => type === textDefinition)?.text ?? '',
      designation: sorted
        .filter(({ text, type }) => text !== display || type === fullName)
        .map(({ id, type, language, text }) => ({
          language,
          use: type === fullName ? use.fullName : this.#preferred.has(id) ? use.preferred : use.synonym,
          value: text,
        })),
    };
  }
}
