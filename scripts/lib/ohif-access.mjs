// What axe finds in the OHIF viewer, mended (see ohif-source.mjs).

/** @typedef {import('./ohif-replacement.mjs').Replacement} Replacement */

/** In the person's language, by the configuration. @param {string} name */
const word = (name) => `window.config.words?.${name}`;
const extension = /^89\.bundle\.[0-9a-f]+\.js$/,
  app = /^app\.bundle\.[0-9a-f]+\.js$/;

/** @type {Replacement[]} */
export const access = [
  {
    why: 'nested-interactive: a study is opened by the button in it',
    file: app,
    from: `onKeyDown: () => {},
    role: "button",
    tabIndex: 0,
    defaultValue: isActive`,
    to: 'defaultValue: isActive',
  },
  {
    why: 'nested-interactive: a series holds buttons; Enter on its name shows it, as the double click does',
    file: app,
    from: `onTouchEnd: handleTouchEnd,
    role: isDraggable ? 'button' : undefined`,
    to: `onTouchEnd: handleTouchEnd,
    onKeyDown: (event) => { if (event.key === 'Enter') onDoubleClick(event); }`,
  },
  {
    why: 'image-alt: what the image of a series is stands beside it',
    file: app,
    from: 'alt: imageAltText,',
    to: "alt: imageAltText ?? '',",
  },
  {
    why: 'button-name: the tabs of a panel, which work from the keyboard too',
    file: app,
    from: `react.createElement(Tooltip_TooltipTrigger, null, /*#__PURE__*/react.createElement("div", {
        className: getTabClassNames(numCols, tabs.length, tabIndex, tabIndex === activeTabIndex, disabled),
        style: getTabStyle(tabs.length),
        onClick: () => {
          return disabled ? null : updateActiveTabIndex(tabIndex);
        },`,
    to: `react.createElement(Tooltip_TooltipTrigger, {
        "aria-label": tab.label,
        "aria-pressed": tabIndex === activeTabIndex,
        onClick: () => {
          return disabled ? null : updateActiveTabIndex(tabIndex);
        },
      }, /*#__PURE__*/react.createElement("div", {
        className: getTabClassNames(numCols, tabs.length, tabIndex, tabIndex === activeTabIndex, disabled),
        style: getTabStyle(tabs.length),`,
  },
  {
    why: 'button-name: likewise while the panel is closed',
    file: app,
    from: `/*#__PURE__*/react.createElement(Tooltip_TooltipTrigger, null, /*#__PURE__*/react.createElement("div", {
      id: \`\${childComponent.name}-btn\`,
      "data-cy": \`\${childComponent.name}-btn\`,
      className: "text-primary hover:cursor-pointer",
      onClick: () => {
        return childComponent.disabled ? null : updateActiveTabIndex(index, true);
      }
    },`,
    to: `/*#__PURE__*/react.createElement(Tooltip_TooltipTrigger, {
      "aria-label": childComponent.label,
      onClick: () => {
        return childComponent.disabled ? null : updateActiveTabIndex(index, true);
      }
    }, /*#__PURE__*/react.createElement("div", {
      id: \`\${childComponent.name}-btn\`,
      "data-cy": \`\${childComponent.name}-btn\`,
      className: "text-primary hover:cursor-pointer"
    },`,
  },
  {
    why: 'button-name: the arrow beside a group of tools; target-size: 24 pixels wide instead of 20',
    file: app,
    from: `className: utils_cn('text-foreground/80 hover:bg-background hover:text-highlight border-primary', 'inline-flex h-10 w-5 items-center justify-center',`,
    to: `"aria-label": ${word('more')},
  className: utils_cn('text-foreground/80 hover:bg-background hover:text-highlight border-primary', 'inline-flex h-10 w-6 items-center justify-center',`,
  },
  {
    why: 'button-name: the settings',
    file: app,
    from: 'className: "text-primary hover:bg-muted mt-2 h-full w-full"',
    to: `"aria-label": ${word('settings')}, className: "text-primary hover:bg-muted mt-2 h-full w-full"`,
  },
  ...['undo', 'redo'].map((name) => ({
    why: `button-name: ${name}`,
    file: extension,
    from: `"data-cy": "${name}-btn",`,
    to: `"data-cy": "${name}-btn", "aria-label": ${word(name)},`,
  })),
  {
    why: 'aria-allowed-attr: a plain element around a button is no button; what opens is told by the button in it',
    file: app,
    from: `"data-state": react_popover_dist_getState(context.open),
        ...triggerProps,`,
    to: `"data-state": react_popover_dist_getState(context.open),
        ...triggerProps,
        ...(triggerProps.asChild && typeof triggerProps.children?.type === 'string'
          ? { type: undefined, 'aria-haspopup': undefined, 'aria-expanded': undefined, 'aria-controls': undefined }
          : {}),`,
  },
];
