// What must be true of the tree before a version is published, each as a fault in words or nothing.

/**
 * @typedef {{
 *   manifest: { name: string, version: string, private?: boolean, repository?: unknown, files?: string[],
 *     publishConfig?: { access?: string, provenance?: boolean }, dependencies?: Record<string, string> },
 *   lab: { version: string, dependencies: Record<string, string> },
 *   versions: Record<string, string | undefined>,
 *   changelog: string,
 *   workflow: string,
 *   changes: string[],
 *   tags: string[],
 * }} Tree
 */

/** @type {Record<string, (tree: Tree) => string | undefined>} */
export const conditions = {
  'one version everywhere'({ manifest: { version }, lab, versions }) {
    const all = { 'lab/package.json': lab.version, ...versions };
    const other = Object.entries(all).find(([, found]) => found !== version);
    return other && `${other[0]}: got ${other[1]}, expected ${version}.`;
  },

  'a version that follows Semantic Versioning'({ manifest: { version } }) {
    if (/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) return undefined;
    return `package.json version: got ${version}, expected such as 1.2.3 or 1.2.3-beta.1.`;
  },

  'a dated entry in the changelog'({ manifest: { version }, changelog }) {
    const heading = changelog.split('\n').find((line) => line.startsWith(`## [${version}]`));
    if (heading === undefined) return `CHANGELOG.md: got no entry for ${version}, expected one.`;
    if (/^## \[[^\]]+\] - \d{4}-\d{2}-\d{2}$/.test(heading)) return undefined;
    return `CHANGELOG.md: got '${heading}', expected '## [${version}] - ' and the day.`;
  },

  'what changed, in that entry'({ manifest: { version }, changelog }) {
    const [, entry = ''] = changelog.split(`## [${version}]`);
    if (/^- \S/m.test(entry.split('\n## ')[0])) return undefined;
    return `CHANGELOG.md: got no change under ${version}, expected some.`;
  },

  'provenance, and open to all'({ manifest: { publishConfig = {} } }) {
    const { access, provenance } = publishConfig;
    if (access === 'public' && provenance === true) return undefined;
    return `package.json publishConfig: got ${JSON.stringify(publishConfig)}, expected public access and provenance.`;
  },

  'the repository that provenance names'({ manifest: { repository } }) {
    if (repository !== undefined) return undefined;
    return 'package.json repository: got none, expected the address that the workflow runs in.';
  },

  'a workflow that publishes by tag, with an identity'({ workflow }) {
    const needed = [/tags:\s*\[?\s*['"]v\*/, /id-token: write/, /release:check/, /npm publish/];
    const missing = needed.find((pattern) => !pattern.test(workflow));
    return missing && `.github/workflows/release.yml: got nothing like ${missing}, expected it.`;
  },

  'dependencies by exact version'({ manifest: { dependencies = {} } }) {
    const loose = Object.entries(dependencies).find(([, range]) => !/^\d+\.\d+\.\d+$/.test(range));
    return loose && `package.json ${loose[0]}: got ${loose[1]}, expected an exact version.`;
  },

  'a lab that can be rewritten to the version'({ lab: { dependencies } }) {
    if (dependencies.relufit === 'file:..') return undefined;
    return `lab/package.json relufit: got ${dependencies.relufit}, expected file:..`;
  },

  'no uncommitted change'({ changes }) {
    if (changes.length === 0) return undefined;
    return `git status: got ${changes.length} changed paths (${changes[0].trim()}), expected none.`;
  },

  'a tag that is not taken'({ manifest: { version }, tags }) {
    if (!tags.includes(`v${version}`)) return undefined;
    return `git tag: got v${version} already, expected a new version.`;
  },
};

/** Those that hold on the day of a release alone. */
export const ON_THE_DAY = [
  'a dated entry in the changelog',
  'the repository that provenance names',
  'no uncommitted change',
  'a tag that is not taken',
];

/** The lab's manifest as it is published: with the library of the same version. @param {Tree['lab']} lab @param {string} version */
export const publishedLab = (lab, version) => ({
  ...lab,
  dependencies: { ...lab.dependencies, relufit: version },
});
