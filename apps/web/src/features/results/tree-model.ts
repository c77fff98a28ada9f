import type { Coded } from '@keneyapp/bff/features/results/view';
import { groupKey, panelName, type Category, type Series } from './rows.ts';

export interface TreeNode {
  id: string;
  kind: 'category' | 'panel' | 'test';
  level: 1 | 2 | 3;
  name: Coded | null;
  category: Category;
  series: Series | null;
  /** Another test has the same name: the unit tells them apart. */
  isNamesake: boolean;
  count: number;
  children: TreeNode[];
}

/** Category → panel → test; a category without panels goes straight to its tests. */
export function treeOf(series: readonly Series[]): TreeNode[] {
  const categories = new Map<Category, Series[]>();
  for (const s of series) categories.set(s.category, [...(categories.get(s.category) ?? []), s]);
  return [...categories]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([category, all]) => {
      const panels = new Map<string, Series[]>();
      for (const s of all) panels.set(groupKey(s), [...(panels.get(groupKey(s)) ?? []), s]);
      const isFlat = panels.size === 1 && all.every((s) => panelName(s) === null);
      const test = (s: Series, level: 2 | 3): TreeNode => ({
        id: `test ${s.key}`,
        kind: 'test',
        level,
        name: s.name,
        category,
        series: s,
        isNamesake: all.some((other) => other !== s && labelOf(other) === labelOf(s)),
        count: s.points.length,
        children: [],
      });
      return {
        id: category,
        kind: 'category',
        level: 1,
        name: null,
        category,
        series: null,
        isNamesake: false,
        count: all.length,
        children: isFlat
          ? all.map((s) => test(s, 2))
          : [...panels].map(([id, members]) => ({
              id,
              kind: 'panel',
              level: 2,
              name: members[0]?.panel ?? null,
              category,
              series: null,
              isNamesake: false,
              count: members.length,
              children: members.map((s) => test(s, 3)),
            })),
      };
    });
}

const labelOf = ({ name }: Series): string => name.text ?? name.codes[0]?.code ?? '';
const rank = (category: Category): number => (category === 'laboratory' ? 0 : category === 'other' ? 2 : 1);

/** Nodes in sight, top to bottom. */
export function visibleNodes(tree: readonly TreeNode[], open: ReadonlySet<string>): TreeNode[] {
  return tree.flatMap((node) => [node, ...(open.has(node.id) ? visibleNodes(node.children, open) : [])]);
}

export const parentOf = (tree: readonly TreeNode[], id: string): TreeNode | null => {
  for (const node of tree) {
    if (node.children.some((child) => child.id === id)) return node;
    const found = parentOf(node.children, id);
    if (found) return found;
  }
  return null;
};

/** Nodes whose name, or that of something below, holds every word. */
export function pruned(tree: readonly TreeNode[], matches: (node: TreeNode) => boolean): TreeNode[] {
  return tree.flatMap((node) => {
    if (matches(node)) return [node];
    const children = pruned(node.children, matches);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}
