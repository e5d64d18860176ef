// `npm run site`: the documentation and the demo as a static site in build/site: README, docs/ and the public names by
// typedoc, whose warnings are errors, the demo page beside them; and no link in it leads nowhere.
import { cpSync, existsSync } from 'node:fs';
import { execPath, exit } from 'node:process';
import { npm, root, run } from './runners/run.mjs';

process.chdir(root);

const tools = 'docs/site';
const site = 'build/site';

/** @param {string} what @param {{ ok: boolean }} result */
function need(what, { ok }) {
  if (ok) return;
  console.error(`site: ${what} failed`);
  exit(1);
}

if (!existsSync(`${tools}/node_modules/typedoc`)) {
  need('the installation', await npm(['ci', '--prefix', tools, '--no-audit', '--no-fund']));
}
need(
  'typedoc',
  await run(execPath, [
    `${tools}/node_modules/typedoc/bin/typedoc`,
    '--options',
    `${tools}/typedoc.json`,
  ]),
);
if (existsSync('lab/demo/dist')) cpSync('lab/demo/dist', `${site}/demo`, { recursive: true });
// What is elsewhere is not asked for: a site that is built without a network is the same site.
const skip = ['--skip', '^https?://(?!localhost)'];
const links = await run(
  execPath,
  [
    `${tools}/node_modules/linkinator/build/src/cli.js`,
    site,
    '--recurse',
    ...skip,
    '--format',
    'json',
  ],
  { quiet: true },
);
/** @type {{ links: { url: string, parent?: string, state: string }[] }} */
const { links: found } = JSON.parse(links.output);
const broken = found.filter(({ state }) => state === 'BROKEN');
for (const { url, parent } of broken)
  console.error(`site: ${parent} links to ${url}, which is not there`);
const internal = found.filter(({ state }) => state !== 'SKIPPED').length;
console.log(`${site}: ${internal} links, ${broken.length} broken`);
exit(broken.length > 0 || internal < 100 ? 1 : 0);
