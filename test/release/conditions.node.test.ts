// Each condition of a release is met by the tree of one that is ready, and by no tree with its fault planted.

import { expect, test } from 'vitest';
import {
  conditions,
  ON_THE_DAY,
  publishedLab,
  type Tree,
} from '../../scripts/release/conditions.mjs';

const ready: Tree = {
  manifest: {
    name: 'relufit',
    version: '1.2.3',
    repository: 'somewhere',
    publishConfig: { access: 'public', provenance: true },
    dependencies: { loader: '0.28.20' },
  },
  lab: { version: '1.2.3', dependencies: { relufit: 'file:..' } },
  versions: { 'CITATION.cff': '1.2.3' },
  changelog: '# Changelog\n\n## [1.2.3] - 2026-11-29\n\n- A change.\n\n## [1.2.2] - 2026-10-01\n',
  workflow: "tags: ['v*']\nid-token: write\nnpm run release:check\nnpm publish\n",
  changes: [],
  tags: ['v1.2.2'],
};

const faults: Record<string, Tree> = {
  'one version everywhere': { ...ready, versions: { 'CITATION.cff': '1.2.2' } },
  'a version that follows Semantic Versioning': {
    ...ready,
    manifest: { ...ready.manifest, version: '1.2' },
  },
  'a dated entry in the changelog': {
    ...ready,
    changelog: ready.changelog.replace('2026-11-29', 'unreleased'),
  },
  'what changed, in that entry': {
    ...ready,
    changelog: ready.changelog.replace('- A change.', ''),
  },
  'provenance, and open to all': { ...ready, manifest: { ...ready.manifest, publishConfig: {} } },
  'the repository that provenance names': {
    ...ready,
    manifest: { ...ready.manifest, repository: undefined },
  },
  'a workflow that publishes by tag, with an identity': {
    ...ready,
    workflow: ready.workflow.replace('id-token', 'token'),
  },
  'dependencies by exact version': {
    ...ready,
    manifest: { ...ready.manifest, dependencies: { loader: '^0.28.20' } },
  },
  'a lab that can be rewritten to the version': {
    ...ready,
    lab: { version: '1.2.3', dependencies: { relufit: '1.2.2' } },
  },
  'no uncommitted change': { ...ready, changes: [' M src/fit.ts'] },
  'a tag that is not taken': { ...ready, tags: ['v1.2.3'] },
};

test('every condition has a fault here', () => {
  expect(Object.keys(faults)).toEqual(Object.keys(conditions));
  expect(Object.keys(conditions)).toEqual(expect.arrayContaining(ON_THE_DAY));
});

test.each(Object.keys(conditions))('%s', (name) => {
  expect(conditions[name](ready)).toBeUndefined();
  expect(conditions[name](faults[name])).toMatch(/: got .*expected/);
});

test('the published lab needs the library of its version, and nothing else changes', () => {
  const lab = { version: '1.2.3', dependencies: { relufit: 'file:..', commander: '14.0.3' } };
  expect(publishedLab(lab, '1.2.3').dependencies).toEqual({
    relufit: '1.2.3',
    commander: '14.0.3',
  });
});
