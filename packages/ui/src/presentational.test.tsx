import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AgeText } from './age-text.tsx';
import { DrugLine } from './drug-line.tsx';
import { FlagChip, valueClass } from './flag-chip.tsx';
import { ChevronIcon } from './icons.tsx';
import { KeyValue } from './key-value.tsx';
import { Quantity } from './quantity.tsx';
import { RelativeTime } from './relative-time.tsx';
import { SectionCard } from './section-card.tsx';
import { Sparkline } from './sparkline.tsx';
import { SkeletonLine, DeniedState, EmptyState, ErrorState, LoadingRows } from './states.tsx';

const html = renderToStaticMarkup;
/** What is read aloud and seen, without the tags. */
const text = (node: Parameters<typeof html>[0]) =>
  html(node)
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replace(/[\u00a0\u202f]/g, ' ');

describe('flag', () => {
  it('has a sign, a letter and words, never a colour alone', () => {
    expect(text(<FlagChip level="critical" direction="high" letter="H" label="critique, au-dessus" />)).toBe(
      '!! ↑ Hcritique, au-dessus',
    );
    expect(text(<FlagChip level="abnormal" direction="low" letter="B" label="bas" />)).toBe('↓ Bbas');
    expect(text(<FlagChip level="abnormal" letter="A" label="anormal" />)).toBe('! Aanormal');
  });
  it('of a normal or unknown value is words for the screen reader alone', () => {
    expect(html(<FlagChip level="normal" label="normal" />)).toBe(
      '<span class="visually-hidden">normal</span>',
    );
    expect(html(<FlagChip level="unknown" label="non interprété" />)).toContain('visually-hidden');
    expect(valueClass('critical')).not.toBe('');
  });
});

describe('values', () => {
  it('are written with their unit beside them', () => {
    expect(text(<Quantity text="≥ 6,2" unit="mmol/L" level="abnormal" />)).toBe('≥ 6,2 mmol/L');
    expect(text(<Quantity text="7.4" />)).toBe('7.4');
    expect(html(<Quantity text="173.4" exact="173.4217404631797" />)).toContain('title="173.4217404631797"');
  });
  it('relative time says the absolute one on hover and aloud', () => {
    const now = Date.parse('2026-11-24T10:00:00Z');
    const markup = html(
      <RelativeTime value="2026-11-24T08:00:00Z" now={now} locale="en" unknown="unknown" />,
    );
    expect(markup).toContain('title="24/11/2026 09:00"');
    expect(markup).toContain('<span class="visually-hidden">24/11/2026 09:00</span>');
    expect(text(<RelativeTime value={null} now={now} locale="en" unknown="unknown" />)).toBe('unknown');
  });
  it('age stands beside the date', () => {
    expect(text(<AgeText date="12/07/1984" age="42 ans" unknown="?" />)).toBe('12/07/1984 (42 ans)');
    expect(text(<AgeText date={null} age={null} unknown="inconnue" />)).toBe('inconnue');
  });
  it('a drug is name, brand, then its parts in order', () => {
    expect(
      text(
        <DrugLine
          inn="paracétamol"
          brand="Doliprane"
          parts={['1 g', null, 'voie orale', '3 fois par jour']}
        />,
      ),
    ).toBe('paracétamol(Doliprane)1 gvoie orale3 fois par jour');
    expect(html(<DrugLine inn="paracétamol" parts={[]} />)).toMatch(/<b[^>]*>paracétamol<\/b>/);
  });
  it('named values without a value are left out', () => {
    expect(
      text(
        <KeyValue
          items={[
            { key: 'Lot', value: 'A1' },
            { key: 'Note', value: null },
            { key: 'Dose', value: '' },
          ]}
        />,
      ),
    ).toBe('LotA1');
    expect(html(<KeyValue items={[{ key: 'Note', value: null }]} />)).toBe('');
  });
});

describe('sparkline', () => {
  const points = [
    { at: 0, value: 10 },
    { at: 10, value: 20 },
    { at: 20, value: 15 },
  ];
  it('is an image with words, the last point in the colour of its state', () => {
    const markup = html(
      <Sparkline
        points={points}
        level="critical"
        band={{ low: 12, high: 18 }}
        label="Potassium : 3 valeurs"
      />,
    );
    expect(markup).toContain('role="img" aria-label="Potassium : 3 valeurs"');
    expect(markup).toContain('fill="var(--mui-palette-clinical-critical-main)"');
    expect(markup).toContain('<rect');
  });
  it('runs left to right in time, higher values higher', () => {
    const drawn = /polyline points="([^"]+)"/
      .exec(html(<Sparkline points={points} label="x" width={100} height={20} />))?.[1]
      ?.split(' ')
      .map((p) => p.split(',').map(Number) as [number, number]);
    expect(drawn?.map(([x]) => x)).toEqual([3, 50, 97]);
    expect(drawn?.[1]?.[1]).toBe(3);
    expect(drawn?.[0]?.[1]).toBe(17);
  });
  it('draws a flat line in the middle, two lines for a blood pressure, nothing for one point', () => {
    expect(
      html(
        <Sparkline
          points={[
            { at: 0, value: 5 },
            { at: 0, value: 5 },
          ]}
          label="x"
          height={24}
        />,
      ),
    ).toContain('3,12 93,12');
    expect(
      html(
        <Sparkline
          points={[
            { at: 0, value: 120, second: 80 },
            { at: 1, value: 130, second: 85 },
          ]}
          label="x"
        />,
      ).match(/<polyline/g),
    ).toHaveLength(2);
    expect(html(<Sparkline points={[{ at: 0, value: 5 }]} label="x" />)).toBe('');
  });
});

describe('states', () => {
  it('errors and denials are announced, with the number for support', () => {
    const markup = html(
      <ErrorState title="Illisible" requestId="Numéro : abc" actions={<button>Réessayer</button>} isPage>
        <p>Réessayez.</p>
      </ErrorState>,
    );
    expect(markup).toContain('role="alert"');
    expect(text(<ErrorState title="Illisible" requestId="Numéro : abc" />)).toBe('IllisibleNuméro : abc');
    expect(
      html(
        <DeniedState title="Non autorisé" actions={<a href="/">x</a>}>
          <p>Pourquoi</p>
        </DeniedState>,
      ),
    ).toContain('role="alert"');
    expect(html(<DeniedState isPage title="Non autorisé" />)).toContain('width="32"');
  });
  it('an empty list says so without alarm', () => {
    expect(html(<EmptyState title="Aucun résultat" />)).not.toContain('role="alert"');
    expect(
      text(
        <EmptyState isPage title="Aucun résultat" actions={<a href="/">Nouveau</a>}>
          Il n’y en a pas encore.
        </EmptyState>,
      ),
    ).toBe('Aucun résultatIl n’y en a pas encore.Nouveau');
  });
  it('skeletons say that they load, once', () => {
    const markup = html(<LoadingRows rows={3} widths={[50, 20]} label="Chargement…" />);
    expect(markup.match(/Chargement/g)).toHaveLength(1);
    expect(markup.match(/aria-hidden="true"/g)).toHaveLength(3);
    expect(html(<SkeletonLine width={80} />)).toContain('width:80px');
  });
  it('a card is a region named by its heading, seen or not', () => {
    expect(
      html(
        <SectionCard title="Problèmes" count={3} tools={<a href="/p">Tout voir</a>}>
          corps
        </SectionCard>,
      ),
    ).toMatch(/<section[^>]*aria-labelledby="([^"]+)"><header[^>]*><h2 id="\1">Problèmes<\/h2>/);
    expect(
      html(
        <SectionCard title="Problèmes" isHeadingHidden className="x">
          corps
        </SectionCard>,
      ),
    ).toContain('class="visually-hidden">Problèmes</h2>');
  });
  it('icons are hidden from the screen reader', () => {
    expect(html(<ChevronIcon size={16} />)).toContain('aria-hidden="true"');
  });
});
