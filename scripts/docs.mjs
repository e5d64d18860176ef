// `node scripts/docs.mjs` writes what the documents take from the sources: the blocks between
// `<!-- source: path -->` and `<!-- /source -->`, what a program of the built library prints between
// `<!-- output: path arguments -->` and `<!-- /output -->`, the table between `<!-- constraints -->` and
// `<!-- /constraints -->`, and docs/constraints.md. Then, and alone with `--check`, it checks that nothing of
// it is stale, that public names are explained, links lead somewhere, and sets, kernels and warnings are
// tested and documented. Ends with the line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, normalize } from 'node:path';
import { argv, env, execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** @typedef {{ name: string, passed: number, faults: string[] }} Check */
/** @typedef {(fault: string | undefined) => void} Report one checked thing, with what is wrong with it */

const read = (/** @type {string} */ file) => readFileSync(file, 'utf8');
const text = (/** @type {string} */ file) => (existsSync(file) ? read(file) : '');

const PLACES_WITHOUT_DOCUMENTS = new Set(['node_modules', 'dist', 'build', 'results', 'coverage']);

/**
 * @param {string} folder
 * @returns {string[]} every markdown file below it
 */
function markdownIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return path.endsWith('.md') ? [path] : [];
    const passable = !entry.name.startsWith('.') && !PLACES_WITHOUT_DOCUMENTS.has(entry.name);
    return entry.isDirectory() && passable ? markdownIn(path) : [];
  });
}

const filesIn = (/** @type {string} */ folder) =>
  existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')) : [];

// ---- What the sources say ----

/**
 * The values that a module exports, by name, with the file that declares each.
 *
 * @param {string} file
 * @returns {Map<string, string>}
 */
function exportedValues(file) {
  const from = (/** @type {string} */ module) =>
    join(dirname(file), module.replace(/\.js$/, '.ts'));
  const values = new Map();
  for (const [, star, names, module] of read(file).matchAll(
    /^export (?:(\*)|\{([^}]*)\}) from '([^']+)'/gm,
  )) {
    if (star) for (const [name, place] of exportedValues(from(module))) values.set(name, place);
    for (const entry of (names ?? '').split(',')) {
      const name = entry.trim();
      if (name !== '' && !name.startsWith('type ')) values.set(name, from(module));
    }
  }
  return values;
}

/**
 * The docstring right above a declaration, without its stars.
 *
 * @param {string} file
 * @param {string} name
 * @returns {string | undefined}
 */
function docstring(file, name) {
  const source = read(file);
  const declared = new RegExp(
    `^export (?:async )?(?:function\\*?|class|const|let) ${name}\\b`,
    'm',
  ).exec(source);
  if (!declared) return undefined;
  const above = source.slice(0, declared.index).trimEnd();
  if (!above.endsWith('*/')) return undefined;
  const start = above.lastIndexOf('/**');
  if (start < 0) return undefined;
  return above
    .slice(start + 3, -2)
    .replace(/^[ \t]*\* ?/gm, '')
    .trim();
}

/**
 * @typedef {{ name: string, call: string, parameters: string[], throws: string[], set: string, description: string, kind: Kind, cone: string, algorithm: string,
 *   cost: string, kernel: string, theory: boolean, through: { call: string, words: string } | undefined, rescaled: boolean, references: string[],
 *   example: string, file: string }} Set_
 * @typedef {'Convex sets' | 'Sets that are not convex' | 'Sets made of sets'} Kind
 */

/** With a capital, but for a letter that stands for something. @param {string} words */
const sentence = (words) =>
  /^[b-z]\b/.test(words) ? words : words.charAt(0).toUpperCase() + words.slice(1);

/**
 * Whether the sets of a file have the trait; a set made from others has it where they do.
 *
 * @param {string} source
 * @param {string} name
 */
function trait(source, name) {
  const values = Array.from(
    source.matchAll(new RegExp(`^ +${name}(?:: (true|false))?\\b`, 'gm')),
    ([, value]) => value,
  );
  if (values.includes('true')) return 'yes';
  return values.includes('false') ? 'no' : 'depends';
}

/** @param {string} convex @returns {Kind} */
function kindOf(convex) {
  if (convex === 'yes') return 'Convex sets';
  return convex === 'no' ? 'Sets that are not convex' : 'Sets made of sets';
}

/**
 * @param {string} name
 * @param {string} file
 * @returns {Set_}
 */
function constraintSet(name, file) {
  const source = read(file);
  const documentation = docstring(file, name) ?? '';
  const [prose] = documentation.split(/^@/m);
  // It begins with the set, `K = …`.
  const [, set = '', description = ''] =
    /^K = (\{[\s\S]*?\}[^.:;]*?|[^.:;]*?)([.:;]\s[\s\S]*)$/.exec(prose) ?? [];
  const given =
    new RegExp(`export function ${name}\\(([\\s\\S]*?)\\): Constraint`).exec(source)?.[1] ?? '';
  const options = optionsOf(given, source);
  const told = tags(documentation, 'param').map(parameterLine);
  const algorithm = /\bAlgorithm: ([\s\S]*?)\.\s+Cost /.exec(prose)?.[1] ?? '';
  const cost = /\bCost ([\s\S]*?)\.(?:\s|$)/.exec(prose)?.[1] ?? '';
  const kernel = /\bkernel(?:\(|:|\?)[\s\S]*?name: '(\w+)'/.exec(source)?.[1];
  return {
    name,
    call: `${name}(${argumentsOf(given, source)})`,
    parameters: [
      ...told,
      ...(options ?? []).flatMap(({ name, words }) => {
        const line = `\`${name}\`: ${words}`;
        return words === '' || told.some((other) => other.startsWith(`\`${name}\``)) ? [] : [line];
      }),
    ],
    throws: tags(documentation, 'throws'),
    set: set.replace(/\s+/g, ' '),
    description: sentence(description.replace(/^[.;:]\s*/, '').trim()),
    kind: kindOf(trait(source, 'convex')),
    cone: trait(source, 'cone'),
    algorithm: algorithm.replace(/\s+/g, ' '),
    cost: cost.replace(/\s+/g, ' '),
    kernel: kernel === undefined ? 'no' : kernel === 'none' ? 'needs none' : `project${kernel}`,
    theory: /^ {4}statisticalDimension\b/m.test(source),
    through: throughOf(name, source),
    rescaled: /\brescaled\b/.test(source),
    references: tags(documentation, 'see'),
    example: /```ts\n([\s\S]*?)\n```/.exec(documentation)?.[1] ?? '',
    file,
  };
}

/** What stands after each @tag of a docstring, on one line. @param {string} documentation @param {string} tag */
const tags = (documentation, tag) =>
  Array.from(
    documentation.matchAll(new RegExp(`^@${tag} ([\\s\\S]*?)(?=\\n@|$(?![\\s\\S]))`, 'gm')),
    ([, words]) => words.replace(/\s+/g, ' ').trim(),
  );

/** `given.radius r, positive.` → `radius`: r, positive. What is said of all of `given` has no name. @param {string} line */
function parameterLine(line) {
  const [, name, words] = /^(\S+) ([\s\S]*)$/.exec(line) ?? [];
  return name === 'given' ? words : `\`${name.replace('given.', '')}\`: ${words}`;
}

/**
 * The call of `name.through` and what its docstring says, where there is one.
 *
 * @param {string} name
 * @param {string} source
 */
function throughOf(name, source) {
  const [, words = '', given] =
    new RegExp(
      `(?:/\\*\\* ([^\\n]*) \\*/\\n)?^${name}\\.through = \\(([\\s\\S]*?),?\\s*\\): Constraint`,
      'm',
    ).exec(source) ?? [];
  if (given === undefined) return undefined;
  const [planted, rest] = given.trim().split(/,\s*(.*)/s);
  const names = [planted, rest].filter((part) => part).map((part) => argumentsOf(part, source));
  return { call: `${name}.through(${names.join(', ')})`, words };
}

/**
 * The members of the interface T of `given: T`, with what is said of each.
 *
 * @param {string} parameter
 * @param {string} source
 * @returns {{ name: string, words: string }[] | undefined}
 */
function optionsOf(parameter, source) {
  const type = /^\w+\??: (\w+)$/.exec(parameter.trim())?.[1];
  const shared = `${source}\n${read('src/constraints/parameters.ts')}`;
  const interface_ = new RegExp(`^(?:export )?interface ${type} \\{\\n([\\s\\S]*?)^\\}`, 'm');
  const members = interface_.exec(shared)?.[1];
  if (members === undefined) return undefined;
  return Array.from(
    members.matchAll(/(?:^ {2}\/\*\* (.*) \*\/\n)?^ {2}(?:readonly )?(\w+\??):/gm),
    ([, words = '', name]) => ({ name, words }),
  );
}

/**
 * As a caller writes it: `given: { a: X; b?: Y }` → `{ a, b? }`, `radius: number` → `radius`.
 *
 * @param {string} given
 * @param {string} source
 */
function argumentsOf(given, source) {
  const fields = /^\s*\w+: \{([\s\S]*)\}/.exec(given)?.[1];
  const names =
    fields?.split(/[;\n]/).map((part) => part.split(':')[0].trim()) ??
    optionsOf(given, source)?.map(({ name }) => name);
  return names
    ? `{ ${names.filter((part) => part !== '').join(', ')} }`
    : given.split(':')[0].trim();
}

const constraintSets = () =>
  Array.from(exportedValues('src/constraints/index.ts'), ([name, file]) =>
    constraintSet(name, file),
  );

const yes = (/** @type {boolean} */ value) => (value ? 'yes' : 'no');
const cell = (/** @type {string} */ value) => value.replaceAll('|', '\\|') || '–';

/** The first part of it, for a table: up to a comma, colon, semicolon or bracket. @param {string} words */
function short(words) {
  let depth = 0;
  for (let at = 0; at < words.length; at++) {
    if (depth === 0 && /^(?:[,;:]| \()/.test(words.slice(at))) return words.slice(0, at);
    depth += Number('([{'.includes(words[at])) - Number(')]}'.includes(words[at]));
  }
  return words;
}

/** Of many keys the first. @param {string} call */
const shortCall = (call) => call.replace(/((?:\w+\??, ){3})(?:\w+\??, )+\w+\??(?= \})/, '$1…');

/** @type {Kind[]} */
const KINDS = ['Convex sets', 'Sets that are not convex', 'Sets made of sets'];

const ofKind = (/** @type {Kind} */ kind) => constraintSets().filter((set) => set.kind === kind);

// ---- What is written from them ----

const GENERATED = 'docs/constraints.md';

function constraintsTable() {
  return KINDS.map((kind) => {
    const names = ofKind(kind).map(
      ({ name }) => `[\`${name}\`](docs/constraints.md#${name.toLowerCase()})`,
    );
    return `- **${kind}** (${names.length}): ${names.join(' · ')}`;
  }).join('\n');
}

/** @param {Set_} set */
function overviewRow({ name, call, algorithm, cost, cone, kernel, theory, through, rescaled }) {
  const compiled = kernel.startsWith('project')
    ? `[yes](kernels.md#${kernel.toLowerCase()})`
    : kernel;
  const entries = [
    `[\`${cell(shortCall(call))}\`](#${name.toLowerCase()})`,
    cell(short(algorithm)),
    cell(short(cost)),
    cone,
    compiled,
    yes(theory),
    yes(through !== undefined),
    yes(rescaled),
  ];
  return `| ${entries.join(' | ')} |`;
}

function constraintsPage() {
  const lines = [
    '<!-- Written by scripts/docs.mjs from src/constraints. Edit the docstrings there. -->',
    '',
    '# The constraint sets',
    '',
    `A constraint says what is known about the weights: \`fit\` minimises the loss over the set K. These are ${constraintSets().length}; to write`,
    'one more, see [adding a constraint](adding-a-constraint.md).',
    '',
    '- P_K is the Euclidean projection onto K, the global one where K is not convex; ties go to the lowest index.',
    '- **kernel**: the projection is compiled. A set without one runs in TypeScript, and the certificate says so.',
    '- **theory**: the statistical dimension of its descent cone has a formula; see [theory](theory.md). Without one',
    '  `statisticalDimension` samples.',
    '- **through**: `set.through(planted)` makes the smallest set of the kind that holds given weights.',
    '- **equilibrated**: closed under positive scaling of single weights, or moved along with it, so that under',
    '  `backtracking()` the columns of X are brought to one size inside the solver; see [notation](notation.md#coordinates).',
  ];
  for (const kind of KINDS) {
    lines.push('', `## ${kind}`, '');
    lines.push('| set | algorithm | cost | cone | kernel | theory | through | equilibrated |');
    lines.push('|---|---|---|---|---|---|---|---|', ...ofKind(kind).map(overviewRow));
  }
  for (const set of KINDS.flatMap(ofKind)) {
    const { name, call, parameters, throws, through, example, references, file } = set;
    lines.push('', `## ${name}`, '', `K = ${set.set}`, '', set.description, '');
    lines.push('```ts', example, '```', '', `\`${call}\``, '');
    if (parameters.length > 0) lines.push(...parameters.map((line) => `- ${line}`), '');
    for (const words of throws) lines.push(`Throws ${words}`, '');
    if (through) lines.push(`\`${through.call}\`: ${through.words}`, '');
    for (const reference of references) lines.push(`Reference: ${reference}`, '');
    lines.push(`Source: [${file}](../${file})`);
  }
  return `${lines.join('\n')}\n`;
}

/** What the program prints, under the command. @param {string} command a path, and arguments that have no blanks */
function printed(command) {
  const run = spawnSync(execPath, command.split(' '), {
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  if (run.status !== 0) {
    throw new Error(`node ${command} failed; it needs npm run build\n${run.error ?? run.stderr}`);
  }
  return `$ node ${command}\n${run.stdout.replace(/[ \t]+$/gm, '').trimEnd()}`;
}

/**
 * A document with its blocks filled anew.
 *
 * @param {string} document
 * @param {string} place for messages
 * @param {(fault: string) => void} complain
 */
function refreshed(document, place, complain) {
  return document
    .replace(
      /<!-- source: (\S+) -->\n[\s\S]*?<!-- \/source -->/g,
      (block, /** @type {string} */ path) => {
        if (!existsSync(path)) {
          complain(`${place}: embeds ${path}, which does not exist`);
          return block;
        }
        const source = read(path).trimEnd();
        // A fence longer than any run of backticks inside.
        const runs = Array.from(source.matchAll(/`{3,}/g), ([run]) => run.length);
        const fence = '`'.repeat(Math.max(2, ...runs) + 1);
        const language = { '.mjs': 'js', '.ts': 'ts', '.json': 'json' }[extname(path)] ?? '';
        return `<!-- source: ${path} -->\n${fence}${language}\n${source}\n${fence}\n<!-- /source -->`;
      },
    )
    .replace(
      /<!-- output: (.+) -->\n[\s\S]*?<!-- \/output -->/g,
      (block, /** @type {string} */ command) => {
        try {
          return `<!-- output: ${command} -->\n\`\`\`text\n${printed(command)}\n\`\`\`\n<!-- /output -->`;
        } catch (error) {
          complain(`${place}: ${error instanceof Error ? error.message : error}`);
          return block;
        }
      },
    )
    .replace(
      /<!-- constraints -->\n[\s\S]*?<!-- \/constraints -->/g,
      () => `<!-- constraints -->\n${constraintsTable()}\n<!-- /constraints -->`,
    );
}

/** @param {boolean} write */
function documents(write) {
  return check('written from sources', (report) => {
    for (const file of new Set([...markdownIn('.'), GENERATED])) {
      /** @type {string[]} */
      const faults = [];
      const before = text(file);
      const after =
        file === GENERATED
          ? constraintsPage()
          : refreshed(before, file, (fault) => faults.push(fault));
      if (before !== after && write) {
        writeFileSync(file, after);
        console.log(`${file}: written`);
      } else if (before !== after) {
        faults.push(`${file}: stale; run node scripts/docs.mjs`);
      }
      report(faults.length > 0 ? faults.join('\n') : undefined);
    }
  });
}

// ---- Checks ----

/**
 * @param {string} name
 * @param {(report: Report) => void} body
 * @returns {Check}
 */
function check(name, body) {
  let passed = 0;
  /** @type {string[]} */
  const faults = [];
  body((fault) => {
    if (fault === undefined) passed++;
    else faults.push(fault);
  });
  // A check that found nothing to check has lost its subject.
  if (passed + faults.length === 0) faults.push(`${name}: nothing to check`);
  return { name, passed, faults };
}

// Arrangements of this library, and formulas that one sees: nobody to name.
const WITHOUT_SOURCE = new Set(
  `capabilities constraintFromJSON constraintToJSON customLoss dataset init lossFromJSON lossNames oneSided predict
  RelufitError solverFromJSON solverNames stepSizeFromJSON constantStep version disconnectedExperiment mergeDisconnected
  annulus binary box custom discrete finiteSet halfspace hyperplane l2Ball linfBall lpBall nonnegative product scale slab
  spectralBall sphere translate wholeSpace`.split(/\s+/),
);

/**
 * What the docstring of a public value lacks; of examples test/docstring-examples.node.test.ts takes care.
 *
 * @param {string} name
 * @param {string} file
 */
function unexplained(name, file) {
  const words = docstring(file, name);
  if (words === undefined) return ['a docstring'];
  const takes = new RegExp(`^export (?:async )?function ${name}(?:<.*>)?\\((?!\\))`, 'm');
  return Object.entries({
    '@throws': tags(words, 'throws').length > 0 || !takes.test(read(file)),
    '@see, its source': tags(words, 'see').length > 0 || WITHOUT_SOURCE.has(name),
  }).flatMap(([what, there]) => (there ? [] : [what]));
}

const publicNames = () =>
  check('public names', (report) => {
    const modules = ['src/index.ts', 'src/testing/index.ts'];
    for (const [name, file] of modules.flatMap((module) => [...exportedValues(module)])) {
      const lacks = unexplained(name, file);
      report(lacks.length > 0 ? `${file}: ${name} lacks ${lacks.join(', ')}` : undefined);
    }
  });

/** The text of a document outside of code. @param {string} document */
const outsideCode = (document) =>
  document
    .replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2`*$/gm, '')
    .replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, (code) => '`'.repeat(code.length));

/** The anchors of a document's headings, as GitHub makes them. @param {string} document */
function anchors(document) {
  const withoutBlocks = document.replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2`*$/gm, '');
  return new Set(
    Array.from(withoutBlocks.matchAll(/^#+ (.*)$/gm), ([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

const links = () =>
  check('links', (report) => {
    for (const file of markdownIn('.')) {
      for (const [, target] of outsideCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/i.test(target)) continue;
        const [path, anchor] = target.split('#');
        const place = path === '' ? file : normalize(join(dirname(file), decodeURI(path)));
        if (!existsSync(place)) report(`${file}: links to ${target}, which does not exist`);
        else if (anchor !== undefined && !anchors(read(place)).has(anchor)) {
          report(`${file}: links to ${target}, and ${place} has no such heading`);
        } else report(undefined);
      }
    }
  });

const projectionFiles = () =>
  filesIn('assembly/projections').map((file) => `assembly/projections/${file}`);

/** @param {Set_} set @returns {string[]} what the documents and the tests of a set lack */
function lacking({ name, set, kind, algorithm, cost, example, kernel, file }) {
  const base = basename(file, '.ts');
  const needed = {
    'a docstring that begins with "K = "': set !== '',
    // A set made of sets has the algorithms of its parts.
    '"Algorithm: …. Cost …." in its docstring':
      cost !== '' && (algorithm !== '' || kind === 'Sets made of sets'),
    'an example in its docstring': example !== '',
    [`test/constraints/${base}.test.ts`]: existsSync(`test/constraints/${base}.test.ts`),
    ...(kernel.startsWith('project') && {
      [`a file of assembly/projections with ${kernel}`]: projectionFiles().some((projection) =>
        read(projection).includes(`function ${kernel}`),
      ),
      [`${kernel} in assembly/core.ts or rare.ts`]: kernels().has(kernel),
    }),
  };
  return Object.entries(needed).flatMap(([what, there]) =>
    there ? [] : [`${name} lacks ${what}`],
  );
}

const sets = () =>
  check('sets', (report) => {
    for (const set of constraintSets()) {
      const faults = lacking(set);
      report(faults.length > 0 ? faults.join('\n') : undefined);
    }
  });

const specs = () =>
  check('specs of projections', (report) => {
    for (const file of filesIn('assembly/projections')) {
      // A file that exports no projection of its own is a part of others.
      if (!/^export function project/m.test(read(`assembly/projections/${file}`))) continue;
      const spec = `assembly/__tests__/${basename(file, '.ts')}.spec.ts`;
      report(existsSync(spec) ? undefined : `assembly/projections/${file}: has no ${spec}`);
    }
  });

/** The kernels, each once for its two precisions. */
function kernels() {
  const source = ['core', 'rare'].map((name) => read(`assembly/${name}.ts`)).join('\n');
  const declared = Array.from(source.matchAll(/^export function (\w+)/gm), (match) => match[1]);
  const listed = Array.from(source.matchAll(/^export \{([^}]*)\} from/gm), ([, names]) =>
    names.split(',').map((name) => name.trim()),
  ).flat();
  return new Set([...declared, ...listed].map((name) => name.replace(/F(32|64)$/, '')));
}

const contracts = () =>
  check('contracts of kernels', (report) => {
    const page = text('docs/kernels.md');
    const headings = Array.from(page.matchAll(/^### (\w+)$/gm), (match) => match[1]);
    for (const name of kernels()) {
      const found = headings.includes(name);
      report(found ? undefined : `docs/kernels.md: has no section ### ${name}`);
    }
    for (const name of headings) {
      if (!kernels().has(name))
        report(`docs/kernels.md: ${name} is no kernel of assembly/index.ts`);
    }
  });

/** The words that a fit can warn in, each up to the next value: from fit.ts and from the caveats of its parts. */
function warningsInSources() {
  const fit = read('src/fit.ts');
  const parts = ['src/constraints', 'src/problem', 'src/solvers'].flatMap((folder) =>
    filesIn(folder).map((file) => join(folder, file)),
  );
  const places = [
    fit.slice(fit.indexOf('\nfunction* certify(')).replace(/^\s*\/\/.*$/gm, ''),
    ...parts.flatMap((file) =>
      Array.from(
        read(file).matchAll(/(?:\bcaveat =|\bisolated = \(set: string\): string =>)[\s\S]*?;\n/g),
        ([found]) => found,
      ),
    ),
  ];
  const literals = places.flatMap((place) =>
    Array.from(place.matchAll(/`([^`]*)`|'([^'\n]*)'|"([^"\n]*)"/g), ([, ...any]) => any.join('')),
  );
  return literals
    .flatMap((words) => words.split(/\$\{[^}]*\}/))
    .map((words) => words.trim())
    .filter((words) => words.length >= 16);
}

const warnings = () =>
  check('warnings', (report) => {
    const page = text('docs/certificate.md').replace(/\s*\n(?:> )?/g, ' ');
    for (const words of warningsInSources()) {
      report(
        page.includes(words) ? undefined : `docs/certificate.md: has not the warning '${words}'`,
      );
    }
  });

const versions = () =>
  check('versions', (report) => {
    const { version } = JSON.parse(read('package.json'));
    const found = {
      'lab/package.json': JSON.parse(read('lab/package.json')).version,
      'src/version.ts': /'([^']+)'/.exec(text('src/version.ts'))?.[1],
      'CITATION.cff': /^version: (.*)$/m.exec(text('CITATION.cff'))?.[1],
      'CHANGELOG.md': /^## \[(\d[^\]]*)\]/m.exec(text('CHANGELOG.md'))?.[1],
    };
    for (const [file, other] of Object.entries(found)) {
      report(other === version ? undefined : `${file}: got ${other}, expected ${version}`);
    }
  });

const asked = argv.slice(2);
if (asked.some((argument) => argument !== '--check')) {
  console.error(`docs: got ${asked.join(' ')}, expected nothing or --check.`);
  exit(2);
}

const checks = [
  documents(asked.length === 0),
  publicNames(),
  links(),
  sets(),
  specs(),
  contracts(),
  warnings(),
  versions(),
];
for (const fault of checks.flatMap(({ faults }) => faults)) console.error(fault);
for (const { name, passed, faults } of checks) {
  console.log(`${name.padEnd(22)}${passed} passed, ${faults.length} failed`);
}
const passed = checks.reduce((sum, { passed }) => sum + passed, 0);
const failed = checks.reduce((sum, { faults }) => sum + faults.length, 0);
console.log(`${passed} passed, ${failed} failed`);
exit(failed > 0 ? 1 : 0);
