import { chart, type ChartType } from '@keneyapp/fhir-model/catalogue';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { freeKeys, planOf, readAsked } from './make.ts';
import { shapeOf } from './type-shape.ts';

const [key = ''] = freeKeys();
// of a type that is not likely to get a page of its own
const invoices = ['invoices', 'Invoice', 'Factures', 'Invoices', key];
/** Without a page of their own until now. */
const homeless = (Object.keys(chart) as ChartType[]).filter((type) => chart[type].page === 'record');

describe('a new read-only list', () => {
  it('is entered everywhere, in files that TypeScript reads', () => {
    const plan = planOf(readAsked(invoices));
    for (const [file, content] of plan) {
      expect(`${file} ${content}`).toMatch(/invoice/i);
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
      "Invoice: part('invoices', 'date', 'date', { isWatched }),",
    );
    // a column more in every row of the rights
    const rows = [...(plan.get('policies/rights_test.rego') ?? '').matchAll(/": "([rw. ]+)",$/gm)];
    expect(new Set(rows.map(([, cells = '']) => cells.split('  ').length)).size).toBe(1);
  });

  it.each(homeless)('of a %s is written, or refused with the reason', (type) => {
    try {
      expect(planOf(readAsked(['newcomers', type, 'Nouveaux', 'Newcomers', key])).size).toBeGreaterThan(20);
    } catch (error) {
      expect((error as Error).message).toMatch(/is called by no code|is there already/);
    }
  });

  it('is called by what FHIR asks for, and what is tested of it is what a patient may see', () => {
    expect(shapeOf('FamilyMemberHistory')).toMatchObject({
      name: 'coded(resource.relationship)',
      told: "resourceType: 'FamilyMemberHistory', patient: subject, status: 'partial', relationship: text",
    });
    expect(shapeOf('Goal')).toMatchObject({
      name: 'coded(resource.description)',
      status: 'resource.lifecycleStatus ?? null',
    });
    expect(shapeOf('CarePlan').told).toContain("status: 'active', category: [text]");
  });

  it('is refused with what is wrong: a name that is no word, a type that no chart has, one that is there, a letter that leads elsewhere', () => {
    expect(() => readAsked(['Goals of care', 'Goal', 'a', 'b', key])).toThrow('one lower-case word');
    expect(() => readAsked(['goals', 'Slot', 'a', 'b', key])).toThrow('Slot is no type of a chart');
    expect(() => readAsked(['goals', 'Goal', 'a', 'b', 'p'])).toThrow(
      'g p leads somewhere already; free are',
    );
    expect(() => planOf(readAsked(['problems', 'Invoice', 'a', 'b', key]))).toThrow('is there already');
    expect(() => planOf(readAsked(['diagnoses', 'Condition', 'a', 'b', key]))).toThrow(
      'at home on problems already',
    );
  });
});
