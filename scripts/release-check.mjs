// `npm run release:check`: all that a publish needs, and no publish. `-- --rehearsal` leaves out the tests and what holds on
// the day of a release alone, so that the rest is checked at every commit. In a workflow started by a tag, the tag is
// compared with the version.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { argv, env, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { conditions, ON_THE_DAY, publishedLab } from './release/conditions.mjs';
import { npm } from './runners/run.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const asked = argv.slice(2);
if (asked.some((argument) => argument !== '--rehearsal')) {
  console.error(`release:check: got ${asked.join(' ')}, expected nothing or --rehearsal.`);
  exit(2);
}
const rehearsal = asked.length > 0;

const text = (/** @type {string} */ path) => readFileSync(path, 'utf8');
const git = (/** @type {string[]} */ ...args) =>
  spawnSync('git', args, { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);

const manifest = JSON.parse(text('package.json'));
const lab = JSON.parse(text('lab/package.json'));
const changelog = text('CHANGELOG.md');
const tag = env.GITHUB_REF_TYPE === 'tag' ? env.GITHUB_REF_NAME : undefined;
const tree = {
  manifest,
  lab,
  versions: {
    'src/version.ts': /'([^']+)'/.exec(text('src/version.ts'))?.[1],
    'CITATION.cff': /^version: (.*)$/m.exec(text('CITATION.cff'))?.[1],
    'CHANGELOG.md': /^## \[(\d[^\]]*)\]/m.exec(changelog)?.[1],
    ...(tag && { [`the tag ${tag}`]: tag.replace(/^v/, '') }),
  },
  changelog,
  workflow: text('.github/workflows/release.yml'),
  changes: git('status', '--porcelain'),
  // The tag that started a workflow is there already.
  tags: git('tag').filter((name) => name !== tag),
};

let passed = 0;
let failed = 0;
/** @param {string} name @param {string | undefined} fault */
function report(name, fault) {
  if (fault === undefined) passed++;
  else failed++;
  console.log(`${fault === undefined ? '✓' : '✗'} ${name}${fault ? `: ${fault}` : ''}`);
}

for (const [name, faultOf] of Object.entries(conditions)) {
  if (rehearsal && ON_THE_DAY.includes(name)) continue;
  report(name, faultOf(tree));
}
const published = publishedLab(lab, manifest.version).dependencies.relufit;
report('the lab, rewritten', published === manifest.version ? undefined : `got ${published}`);
const dry = await npm(
  ['publish', '--dry-run', '--ignore-scripts', '--provenance=false', '--json'],
  { quiet: true },
);
report('npm publish --dry-run', dry.ok ? undefined : 'it failed');
if (!rehearsal) {
  if (failed > 0) console.log('The tests are not run before the rest is right.');
  else report('npm test', (await npm(['test'])).ok ? undefined : 'see above');
}

console.log(`\n${passed} passed, ${failed} failed`);
if (!rehearsal && failed === 0) {
  console.log(
    `Ready: git tag v${manifest.version} && git push origin v${manifest.version} publishes it.`,
  );
}
exit(failed > 0 ? 1 : 0);
