import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { planOf, readAsked } from './make.ts';

const goals = ['goals', 'Goal', 'Objectifs de soin', 'Goals of care', 'j'];

describe('a new read-only list', () => {
  it('is entered everywhere, in files that TypeScript reads', () => {
    const plan = planOf(readAsked(goals));
    for (const [file, content] of plan) {
      expect(`${file} ${content}`).toMatch(/goal/i);
      if (/\.tsx?$/.test(file)) {
        const { diagnostics } = ts.transpileModule(content, {
          fileName: file,
          reportDiagnostics: true,
          compilerOptions: { jsx: ts.JsxEmit.Preserve },
        });
        expect(
          diagnostics?.map((d) => d.messageText),
          file,
        ).toEqual([]);
      } else if (file.endsWith('.json')) expect(() => JSON.parse(content) as unknown, file).not.toThrow();
    }
    expect(plan.get('packages/fhir-model/src/catalogue.ts')).toContain(
      "Goal: part('goals', 'startDate statusDate', 'start-date', { isWatched }),",
    );
    // a column more in every row of the rights
    const rows = [...(plan.get('policies/rights_test.rego') ?? '').matchAll(/": "([rw. ]+)",$/gm)];
    expect(new Set(rows.map(([, cells = '']) => cells.split('  ').length)).size).toBe(1);
  });

  it.each(['FamilyMemberHistory', 'DeviceUseStatement', 'CarePlan', 'Flag'])(
    'of a %s is written, or refused with the reason',
    (type) => {
      try {
        expect(planOf(readAsked(['newcomers', type, 'Nouveaux', 'Newcomers', 'j'])).size).toBeGreaterThan(20);
      } catch (error) {
        expect((error as Error).message).toMatch(/is called by no code|is at home on patients already/);
      }
    },
  );

  it('is refused with what is wrong: a name that is no word, a type that no chart has, one that is there', () => {
    expect(() => readAsked(['Goals of care', 'Goal', 'a', 'b', 'j'])).toThrow('one lower-case word');
    expect(() => readAsked(['goals', 'Slot', 'a', 'b', 'j'])).toThrow('Slot is no type of a chart');
    expect(() => planOf(readAsked(['problems', 'Goal', 'a', 'b', 'j']))).toThrow('is there already');
    expect(() => planOf(readAsked(['diagnoses', 'Condition', 'a', 'b', 'j']))).toThrow(
      'at home on problems already',
    );
  });
});
