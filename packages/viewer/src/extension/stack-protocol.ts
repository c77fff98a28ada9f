/** Attribute of a display set: it was on the screen, in the active viewport, before the layout changed. */
export const shownLast = 'keneyappShownLast';

/** One stack: the one that was looked at last, else the first with images, as OHIF's own default does. */
export const stackProtocol = {
  id: '@keneyapp/stack',
  name: 'Stack',
  locked: true,
  protocolMatchingRules: [],
  numberOfPriorsReferenced: -1,
  toolGroupIds: ['default'],
  displaySetSelectors: {
    stack: {
      seriesMatchingRules: [
        { weight: 1, attribute: 'numImageFrames', constraint: { greaterThan: { value: 0 } }, required: true },
        { weight: 40, attribute: shownLast, constraint: { equals: { value: true } } },
      ],
    },
  },
  stages: [
    {
      id: 'one',
      name: 'One',
      viewportStructure: { layoutType: 'grid', properties: { rows: 1, columns: 1 } },
      viewports: [
        {
          viewportOptions: {
            viewportId: 'default',
            viewportType: 'stack',
            toolGroupId: 'default',
            allowUnmatchedView: true,
            syncGroups: [
              {
                type: 'hydrateseg',
                id: 'sameFORId',
                source: true,
                target: true,
                options: { matchingRules: ['sameFOR'] },
              },
            ],
          },
          displaySets: [{ id: 'stack' }],
        },
      ],
    },
  ],
};
