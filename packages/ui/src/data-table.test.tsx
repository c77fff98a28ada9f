// @vitest-environment happy-dom
import { act, useState } from 'react';
import { createPortal } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { noSettings, type TableColumn, type TableSettings } from './table-model.ts';

interface Row {
  id: string;
  name: string;
  value: number;
}
const columns: TableColumn<Row>[] = [
  {
    id: 'name',
    header: 'Nom',
    isHeader: true,
    // shown and sorted by
    text: (r) => r.name,
    sort: 'text',
  },
  {
    id: 'value',
    header: 'Valeur',
    width: 100,
    align: 'right',
    text: (r) => String(r.value),
    sort: (r) => r.value,
    cell: (r) => r.value,
  },
  { id: 'link', header: 'Lien', text: () => null, cell: (r) => <a href={`#${r.id}`}>voir</a> },
];
const words = {
  locale: 'fr',
  filter: 'Filtrer',
  noMatch: 'Rien',
  clearFilter: 'Effacer',
  export: 'Exporter',
  reset: 'Rétablir',
  keys: 'Flèches',
  count: (n: number, of: number) => `${n}/${of}`,
  resize: (c: string) => `Largeur ${c}`,
};
const make = (n: number): Row[] =>
  Array.from({ length: n }, (_, i) => ({ id: `r${i}`, name: `Ligne ${i}`, value: n - i }));

let root: Root;
let box: HTMLElement;
function Host(props: Partial<DataTableProps<Row>> & { rows: Row[]; start?: TableSettings }) {
  const [settings, setSettings] = useState(props.start ?? noSettings);
  const [filter, setFilter] = useState('');
  return (
    <DataTable
      label="Essai"
      columns={columns}
      rowKey={(r) => r.id}
      words={words}
      settings={settings}
      onSettings={setSettings}
      filter={filter}
      onFilter={setFilter}
      {...props}
    />
  );
}
const show = (props: Parameters<typeof Host>[0]) => act(() => root.render(<Host {...props} />));
const cell = (at: string) => box.querySelector<HTMLElement>(`[data-cell="${at}"]`);
const names = () => [...box.querySelectorAll('tbody th')].map((th) => th.textContent);
const press = async (target: Element | null, key: string, more: KeyboardEventInit = {}) =>
  act(async () => {
    target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    await new Promise((r) => requestAnimationFrame(() => r(null)));
  });
const type = (value: string) =>
  act(() => {
    const input = box.querySelector('input') as HTMLInputElement;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  box = document.createElement('div');
  document.body.append(box);
  root = createRoot(box);
});
afterEach(() => {
  act(() => root.unmount());
  box.remove();
  vi.unstubAllGlobals();
});

describe('DataTable', () => {
  it('is a grid with a name, its size and one way in by Tab', () => {
    show({ rows: make(3) });
    const grid = box.querySelector('table');
    expect(grid?.getAttribute('role')).toBe('grid');
    expect(grid?.getAttribute('aria-label')).toBe('Essai');
    expect(grid?.getAttribute('aria-rowcount')).toBe('4');
    expect(box.querySelectorAll('[data-cell][tabindex="0"]')).toHaveLength(1);
    expect(document.getElementById(grid?.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Flèches',
    );
  });

  it('sorts by a click on the heading, says so, and can be reset', () => {
    show({ rows: make(3) });
    const button = () => cell('-1:1')?.querySelector('button');
    act(() => button()?.click());
    expect(names()).toEqual(['Ligne 2', 'Ligne 1', 'Ligne 0']);
    expect(cell('-1:1')?.getAttribute('aria-sort')).toBe('ascending');
    act(() => button()?.click());
    expect(cell('-1:1')?.getAttribute('aria-sort')).toBe('descending');
    act(() => box.querySelector<HTMLElement>('[aria-label="Rétablir"]')?.click());
    expect(cell('-1:1')?.getAttribute('aria-sort')).toBe('none');
  });

  it('filters, counts, and offers to clear a filter that finds nothing', async () => {
    show({ rows: make(12) });
    type('LIGNE 12');
    await act(async () => {});
    expect(names()).toEqual(['Ligne 0']);
    expect(box.querySelector('[role="status"]')?.textContent).toBe('1/12');
    type('zzz');
    await act(async () => {});
    expect(box.textContent).toContain('Rien');
    act(() => [...box.querySelectorAll('button')].find((b) => b.textContent === 'Effacer')?.click());
    await act(async () => {});
    expect(names()).toHaveLength(12);
  });

  it('moves by the arrows, sorts and opens by Enter, resizes by Shift and arrows', async () => {
    const onOpen = vi.fn();
    show({ rows: make(3), onOpen });
    await press(cell('0:0'), 'ArrowDown');
    expect(document.activeElement).toBe(cell('1:0'));
    await press(cell('1:0'), 'Enter');
    expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ id: 'r1' }));
    await press(cell('1:0'), 'Home', { ctrlKey: true });
    await press(cell('0:0'), 'ArrowUp');
    expect(document.activeElement).toBe(cell('-1:0'));
    await press(cell('-1:0'), 'Enter');
    expect(cell('-1:0')?.getAttribute('aria-sort')).toBe('ascending');
    await press(cell('-1:0'), 'ArrowRight', { shiftKey: true });
    expect(box.querySelector('col')?.getAttribute('style')).toContain('width');
    await press(cell('-1:0'), 'x');
    expect(document.activeElement).toBe(cell('-1:0'));
  });

  it('follows the link of a cell by Enter, and opens a row by a click beside it', async () => {
    const onOpen = vi.fn();
    show({ rows: make(2), onOpen });
    const clicked = vi.fn((e: Event) => e.preventDefault());
    box.querySelector('tbody a')?.addEventListener('click', clicked);
    act(() => cell('0:2')?.focus());
    await press(cell('0:2'), 'Enter');
    expect(clicked).toHaveBeenCalledOnce();
    expect(onOpen).not.toHaveBeenCalled();
    act(() => cell('1:1')?.click());
    expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ id: 'r1' }));
  });

  it('leaves the keys and clicks of what a cell has opened to that, which is drawn elsewhere', async () => {
    const onOpen = vi.fn();
    const opened: TableColumn<Row> = {
      id: 'opened',
      header: 'Actions',
      text: () => null,
      cell: (r) => r.id === 'r0' && createPortal(<div data-opened tabIndex={-1} />, document.body),
    };
    show({ rows: make(2), columns: [...columns, opened], onOpen });
    const menu = document.querySelector<HTMLElement>('[data-opened]');
    act(() => cell('0:0')?.focus());
    act(() => menu?.focus());
    for (const key of ['ArrowDown', 'Home', 'Enter', ' ']) {
      await press(menu, key);
      expect(document.activeElement, key).toBe(menu);
    }
    act(() => menu?.click());
    expect(onOpen).not.toHaveBeenCalled();
  });

  it('draws a window of a long table and keeps its numbers', async () => {
    // no layout here: the box and each row get their heights by hand
    const heights = [
      vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(640),
      vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(32),
    ];
    show({ rows: make(300) });
    const scroll = box.querySelector('[data-long="true"]') as HTMLElement;
    await act(async () => {
      scroll.scrollTop = 4800;
      scroll.dispatchEvent(new Event('scroll'));
    });
    const drawn = names();
    expect(drawn.length).toBeLessThan(60);
    expect(drawn).toContain('Ligne 150');
    expect(box.querySelector('tbody tr[aria-rowindex="152"] th')?.textContent).toBe('Ligne 150');
    await act(async () => {
      window.dispatchEvent(new Event('beforeprint'));
    });
    expect(names()).toHaveLength(300);
    for (const height of heights) height.mockRestore();
  });

  it('acts on the row that has the focus, after sorting, filtering and what others wrote', async () => {
    const onOpen = vi.fn();
    const rows = make(4);
    show({ rows, onOpen });
    await press(cell('0:0'), 'ArrowDown');
    const focused = () => document.activeElement;
    expect(focused()?.textContent).toBe('Ligne 1');
    // somebody writes a row before it
    show({ rows: [{ id: 'new', name: 'Nouvelle', value: 9 }, ...rows], onOpen });
    expect(focused()?.textContent).toBe('Ligne 1');
    expect((focused() as HTMLElement).dataset['cell']).toBe('2:0');
    await press(focused(), 'Enter');
    expect(onOpen).toHaveBeenLastCalledWith(expect.objectContaining({ id: 'r1' }));
    act(() => cell('-1:1')?.querySelector('button')?.click());
    expect(names()).toEqual(['Ligne 3', 'Ligne 2', 'Ligne 1', 'Ligne 0', 'Nouvelle']);
    await press(focused(), 'Enter');
    expect(onOpen).toHaveBeenLastCalledWith(expect.objectContaining({ id: 'r1' }));
    type('nouvelle');
    await act(async () => {});
    act(() => cell('0:1')?.click());
    expect(onOpen).toHaveBeenLastCalledWith(expect.objectContaining({ id: 'new' }));
    expect(onOpen).toHaveBeenCalledTimes(3);
  });

  it('goes on at the neighbour when the row is gone', async () => {
    show({ rows: make(3) });
    await press(cell('0:0'), 'ArrowDown');
    show({ rows: make(3).filter((r) => r.id !== 'r1') });
    expect(box.querySelector('[data-cell][tabindex="0"]')?.textContent).toBe('Ligne 2');
  });

  it('keeps the minimum of each kind of column, and moves what has no room below the name', async () => {
    const width = vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(300 + 260);
    const digits = vi
      .spyOn(HTMLElement.prototype, 'getBoundingClientRect')
      .mockImplementation(() => new DOMRect(0, 0, 80, 20));
    const wide: TableColumn<Row>[] = [
      ...columns,
      {
        id: 'by',
        header: 'Par',
        width: 400,
        folds: 1,
        text: (r) => `Dr ${r.id}`,
        cell: (r) => <em>Dr {r.id}</em>,
      },
    ];
    show({ rows: make(2), columns: wide });
    expect(box.querySelectorAll('thead th')).toHaveLength(3);
    expect(box.querySelector('tbody th')?.textContent).toBe('Ligne 0Par Dr r0');
    expect(box.querySelector('table')?.style.minWidth).toBe(`${2 * (12 * 8 + 24) + 100}px`);
    width.mockRestore();
    digits.mockRestore();
  });

  it('puts rows under the heading of their group, sorts within it, and passes over headings by the arrows', async () => {
    const rows = make(4);
    const groupOf = (r: Row) => (r.id === 'r1' || r.id === 'r3' ? 'Impairs' : 'Pairs');
    show({ rows, groupOf });
    const lines = () => [...box.querySelectorAll('tbody th')].map((th) => th.textContent);
    expect(lines()).toEqual(['Pairs', 'Ligne 0', 'Ligne 2', 'Impairs', 'Ligne 1', 'Ligne 3']);
    const heading = box.querySelector('tbody:last-child [scope="rowgroup"]');
    expect(heading?.textContent).toBe('Impairs');
    expect(cell('2:0')?.getAttribute('aria-describedby')).toBe(heading?.id);
    expect(box.querySelector('table')?.getAttribute('aria-rowcount')).toBe('7');
    expect(cell('2:0')?.closest('tr')?.getAttribute('aria-rowindex')).toBe('6');
    await press(cell('0:0'), 'ArrowDown');
    await press(document.activeElement, 'ArrowDown');
    expect(document.activeElement?.textContent).toBe('Ligne 1');
    act(() => cell('-1:1')?.querySelector('button')?.click());
    expect(lines()).toEqual(['Pairs', 'Ligne 2', 'Ligne 0', 'Impairs', 'Ligne 3', 'Ligne 1']);
    type('ligne 0');
    await act(async () => {});
    expect(lines()).toEqual(['Pairs', 'Ligne 0']);
  });

  it('is resized by pulling the edge of a heading, never to nothing', () => {
    show({ rows: make(2) });
    const grip = cell('-1:1')?.querySelector('span[title]') as HTMLElement;
    grip.setPointerCapture = () => undefined;
    act(() => {
      grip.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, clientX: 100, pointerId: 1 }));
    });
    act(() => {
      grip.dispatchEvent(new PointerEvent('pointermove', { clientX: 300 }));
    });
    expect(box.querySelectorAll('col')[1]?.getAttribute('style')).toContain('200px');
    act(() => {
      grip.dispatchEvent(new PointerEvent('pointermove', { clientX: -900 }));
    });
    act(() => {
      grip.dispatchEvent(new PointerEvent('pointerup', {}));
    });
    expect(box.querySelectorAll('col')[1]?.getAttribute('style')).toContain('56px');
    act(() => {
      grip.dispatchEvent(new PointerEvent('pointermove', { clientX: 500 }));
    });
    expect(box.querySelectorAll('col')[1]?.getAttribute('style')).toContain('56px');
  });

  it('exports what is shown, below its headings; without a place for it there is no button', () => {
    const exported: string[][][] = [];
    show({ rows: make(2), onExport: (rows) => exported.push(rows) });
    act(() => box.querySelector<HTMLElement>('[aria-label="Exporter"]')?.click());
    expect(exported).toHaveLength(1);
    expect(exported[0]?.map((row) => row.slice(0, 2))).toMatchObject([
      [expect.any(String), expect.any(String)],
      ['Ligne 0', '2'],
      ['Ligne 1', expect.any(String)],
    ]);
    show({ rows: make(2) });
    expect(box.querySelector('[aria-label="Exporter"]')).toBeNull();
  });
});
