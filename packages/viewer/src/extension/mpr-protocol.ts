import { shownLast } from './stack-protocol.ts';

const together = [
  { type: 'voi', id: 'mpr', source: true, target: true, options: { syncColormap: true } },
  {
    type: 'hydrateseg',
    id: 'sameFORId',
    source: true,
    target: true,
    options: { matchingRules: ['sameFOR'] },
  },
];
const plane = (orientation: 'axial' | 'sagittal' | 'coronal') => ({
  viewportOptions: {
    viewportId: `mpr-${orientation}`,
    toolGroupId: 'mpr',
    viewportType: 'volume',
    orientation,
    initialImageOptions: { preset: 'middle' },
    syncGroups: together,
  },
  displaySets: [{ id: 'volume' }],
});

/** Three planes through one volume: axial large, the two others beside it, instead of three narrow columns. */
export const mprProtocol = {
  id: '@keneyapp/mpr',
  name: 'MPR',
  locked: true,
  protocolMatchingRules: [],
  numberOfPriorsReferenced: 0,
  imageLoadStrategy: 'nth',
  callbacks: {},
  displaySetSelectors: {
    volume: {
      seriesMatchingRules: [
        {
          weight: 1,
          attribute: 'isReconstructable',
          constraint: { equals: { value: true } },
          required: true,
        },
        { weight: 20, attribute: 'isDisplaySetFromUrl', constraint: { equals: true } },
        { weight: 40, attribute: shownLast, constraint: { equals: { value: true } } },
      ],
    },
  },
  stages: [
    {
      id: 'axialLarge',
      name: 'Axial large',
      viewportStructure: {
        layoutType: 'grid',
        properties: {
          rows: 2,
          columns: 2,
          layoutOptions: [
            { x: 0, y: 0, width: 0.6, height: 1 },
            { x: 0.6, y: 0, width: 0.4, height: 0.5 },
            { x: 0.6, y: 0.5, width: 0.4, height: 0.5 },
          ],
        },
      },
      viewports: [plane('axial'), plane('sagittal'), plane('coronal')],
    },
  ],
};
