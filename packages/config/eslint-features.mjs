import path from 'node:path';

/** @param {string} file absolute, or written from `src/`; @returns {string | null} the feature folder it lies in */
const featureOf = (file) => /(?:^|[\\/])features[\\/]([^\\/]+)[\\/]/.exec(file)?.[1] ?? null;

/**
 * Inside an app, features never import each other: a page composes them (docs/architecture.md, rule 5).
 * A feature is a folder of `src/features/`; relative imports and the `@/` alias are followed.
 * @type {import('eslint').Rule.RuleModule}
 */
export const featureIsolation = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      sibling:
        'Feature "{{own}}" imports feature "{{other}}"; compose them in a page, or move what both need out of features/.',
    },
  },
  create(context) {
    const own = featureOf(context.filename);
    if (!own) return {};
    /** @param {{ source?: unknown }} node */
    const check = (node) => {
      const source = /** @type {{ value?: unknown } | null | undefined} */ (node.source)?.value;
      if (typeof source !== 'string') return;
      const target = source.startsWith('.')
        ? path.resolve(path.dirname(context.filename), source)
        : source.startsWith('@/')
          ? source.slice(2)
          : null;
      const other = target && featureOf(target);
      if (other && other !== own)
        context.report({
          node: /** @type {import('estree').Node} */ (node),
          messageId: 'sibling',
          data: { own, other },
        });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
