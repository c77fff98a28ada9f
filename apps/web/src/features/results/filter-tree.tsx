'use client';
import { useEarlyEntry } from '@keneyapp/ui/early-entry';
import { ChevronIcon } from '@keneyapp/ui/icons';
import { fold } from '@keneyapp/ui/table-model';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { unitWords, type Series } from './rows.ts';
import { parentOf, pruned, treeOf, visibleNodes, type TreeNode } from './tree-model.ts';
import styles from './filter-tree.module.css';

interface Props {
  series: readonly Series[];
  group: string | null;
  tests: readonly string[];
  onGroup: (group: string | null) => void;
  onTest: (key: string, add: boolean) => void;
}

/** Categories, panels, tests as a tree (WAI-ARIA): arrows move and open, Enter filters or shows a course, Space adds a course to compare. */
export function FilterTree({ series, group, tests, onGroup, onTest }: Props) {
  const t = useTranslations('results');
  const f = useFormats();
  const all = useMemo(() => treeOf(series), [series]);
  const [query, setQuery] = useState('');
  const words = useDeferredValue(fold(query).split(/\s+/).filter(Boolean).join(' '));
  const name = (node: TreeNode) =>
    node.kind === 'category'
      ? t(`category.${node.category}`)
      : node.name
        ? [f.coded(node.name), node.isNamesake && node.series && unitWords(node.series, f)]
            .filter(Boolean)
            .join(', ')
        : t('noPanel');
  const tree =
    words === ''
      ? all
      : pruned(all, (node) => words.split(' ').every((word) => fold(name(node)).includes(word)));
  const [opened, setOpened] = useState<ReadonlySet<string>>(
    () =>
      new Set([
        ...all.map((node) => node.id),
        ...tests.flatMap((key) => parentOf(all, `test ${key}`)?.id ?? []),
      ]),
  );
  const open =
    words === '' ? opened : new Set([...all, ...all.flatMap((node) => node.children)].map((node) => node.id));
  const nodes = visibleNodes(tree, open);
  const [focus, setFocus] = useState<string | null>(null);
  const at = Math.max(
    0,
    nodes.findIndex((node) => node.id === focus),
  );
  const list = useRef<HTMLUListElement>(null);

  const toggle = (id: string, to: boolean) =>
    setOpened((held) => {
      const next = new Set(held);
      if (to) next.add(id);
      else next.delete(id);
      return next;
    });
  const choose = (node: TreeNode, add: boolean) => {
    if (node.series) onTest(node.series.key, add);
    else {
      onGroup(group === node.id ? null : node.id);
      if (!open.has(node.id)) toggle(node.id, true);
    }
  };
  const move = (id: string | undefined) => {
    if (id === undefined) return;
    setFocus(id);
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`)?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const node = nodes[at];
    if (!node || event.altKey || event.metaKey) return;
    const isOpen = open.has(node.id),
      hasChildren = node.children.length > 0;
    switch (event.key) {
      case 'ArrowDown':
        move(nodes[at + 1]?.id);
        break;
      case 'ArrowUp':
        move(nodes[at - 1]?.id);
        break;
      case 'Home':
        move(nodes[0]?.id);
        break;
      case 'End':
        move(nodes.at(-1)?.id);
        break;
      case 'ArrowRight':
        if (hasChildren && !isOpen) toggle(node.id, true);
        else if (hasChildren) move(node.children[0]?.id);
        break;
      case 'ArrowLeft':
        if (hasChildren && isOpen) toggle(node.id, false);
        else move(parentOf(tree, node.id)?.id);
        break;
      case 'Enter':
        choose(node, event.ctrlKey);
        break;
      case ' ':
        choose(node, true);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const item = (node: TreeNode) => {
    const isOpen = open.has(node.id),
      isSelected = node.series ? tests.includes(node.series.key) : group === node.id;
    return (
      <li
        key={node.id}
        role="treeitem"
        aria-level={node.level}
        aria-expanded={node.children.length > 0 ? isOpen : undefined}
        aria-selected={isSelected}
        data-node={node.id}
        tabIndex={nodes[at]?.id === node.id ? 0 : -1}
        className={styles.item}
        data-level={node.level}
        onFocus={(event) => {
          event.stopPropagation();
          setFocus(node.id);
        }}
      >
        {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the treeitem around it takes the keys */}
        <div
          className={styles.line}
          onClick={(event) => {
            setFocus(node.id);
            choose(node, event.ctrlKey || event.metaKey || event.shiftKey);
          }}
        >
          {node.children.length > 0 ? (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the arrows do the same
            <span
              className={styles.twist}
              data-open={isOpen}
              onClick={(event) => {
                event.stopPropagation();
                toggle(node.id, !isOpen);
              }}
            >
              <ChevronIcon size={14} />
            </span>
          ) : (
            <span className={styles.twist} />
          )}
          <span className={styles.name}>{name(node)}</span>
          <span className={styles.count}>{node.count}</span>
        </div>
        {isOpen && node.children.length > 0 && <ul role="group">{node.children.map(item)}</ul>}
      </li>
    );
  };

  const typed = useEarlyEntry<HTMLInputElement>(query, setQuery);

  return (
    <div className={styles.tree}>
      <input
        ref={typed}
        type="search"
        className={styles.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        aria-label={t('tree.search')}
        placeholder={t('tree.search')}
      />
      {group !== null && (
        <button type="button" className={styles.all} onClick={() => onGroup(null)}>
          {t('tree.all')}
        </button>
      )}
      {nodes.length === 0 ? (
        <p className={styles.none}>{t('tree.none')}</p>
      ) : (
        <ul ref={list} role="tree" aria-label={t('tree.label')} aria-multiselectable onKeyDown={onKeyDown}>
          {tree.map(item)}
        </ul>
      )}
      <p className={styles.hint}>{t('tree.hint')}</p>
    </div>
  );
}
