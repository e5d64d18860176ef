/** The sets that have no formula for the statistical dimension anywhere. */
export const setsWithoutFormula: readonly string[] = [
  'convexSequenceCone',
  'custom',
  'l1InfBall',
  'orthonormal',
  'polyhedron',
  'sortedL1Ball',
  'sublevelSet',
  'totalVariationBall',
];
