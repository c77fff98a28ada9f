import { afterEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { show } from '../testing/show.tsx';
import { banner } from '../testing/people.ts';
import { PrintFrame } from './print-frame.tsx';

const begin = () => window.dispatchEvent(new Event('beforeprint'));
const end = () => window.dispatchEvent(new Event('afterprint'));
const styles = () =>
  document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('\n');

afterEach(() => {
  end();
  vi.restoreAllMocks();
});

const wide = (
  <main id="main">
    <PrintFrame />
    <h1>Résultats</h1>
    <nav aria-label="Période">
      <a href="#a">1 an</a>
      <a href="#b" aria-current="true" title="3 derniers mois">
        3 mois
      </a>
    </nav>
    <input type="search" aria-label="Filtre" defaultValue="sodium" />
    <table>
      <thead>
        <tr>
          {['Analyse', 'a', 'b', 'c', 'd', 'e', 'f'].map((name) => (
            <th key={name}>
              <div style={{ width: 180 }}>{name}</div>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <td colSpan={7}>Ionogramme</td>
        </tr>
        <tr>
          {['Sodium', '1', '2', '3', '4', '5', '6'].map((value) => (
            <td key={value}>{value}</td>
          ))}
        </tr>
      </tbody>
    </table>
  </main>
);

/** The frame listens once its first question is asked. */
async function ready(options: Parameters<typeof show>[1]) {
  const shown = await show(wide, options);
  const asked = { queryKey: [['session', 'workplaces']] };
  await vi.waitFor(() => expect(shown.queryClient.getQueriesData(asked)[0]?.[1]).toBeDefined());
  return shown;
}

describe('a print', () => {
  it('says whose, what with its period and filter, by whom, and gives the page back as it was', async () => {
    const { queryClient } = await ready({
      at: '/patients/p1/results',
      answers: { session: { workplaces: () => ['Cardiologie'] } },
    });
    queryClient.setQueryData([['patients', 'banner'], { input: { patientId: 'p1' }, type: 'query' }], banner);
    document.documentElement.dataset['theme'] = 'dark';
    begin();
    expect(document.documentElement.dataset['theme']).toBe('light');
    expect(styles()).toContain('04/03/1960');
    expect(styles()).toContain('IPP 8000123');
    expect(styles()).toContain('Résultats · 3 derniers mois · Filtre\u00a0: sodium');
    expect(styles()).toMatch(/Imprimé le \d\d\/\d\d\/\d{4}.* par .*Médecin, Cardiologie/);
    end();
    expect(styles()).not.toContain('Imprimé');
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });

  it('sets a table that is too wide as several, each with its first column', async () => {
    await ready({ at: '/patients/p1/results', answers: { session: { workplaces: () => [] } } });
    begin();
    const parts = [...document.querySelectorAll('table')].filter((table) => table.style.display !== 'none');
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.every((part) => part.rows[0]?.cells[0]?.textContent === 'Analyse')).toBe(true);
    expect(parts.every((part) => part.offsetWidth <= 703)).toBe(true);
    expect(
      parts.flatMap((part) => [...(part.rows[2]?.cells ?? [])].slice(1).map((c) => c.textContent)),
    ).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(parts.every((part) => part.rows[1]?.cells[0]?.textContent === 'Ionogramme')).toBe(true);
    end();
    expect(document.querySelectorAll('table')).toHaveLength(1);
    await expect.element(page.getByRole('table')).toBeVisible();
  });
});
