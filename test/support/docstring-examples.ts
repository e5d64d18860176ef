// The examples of the docstrings as programs whose claims can be asked for: see claims.ts for what a comment may claim.
//
// A comment belongs to the statement before it, on its line or the lines right below. A comment at the start, or
// after an empty line, is prose. Names of `relufit` need no import; other entries are imported.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { parseSync } from 'vite';
import { type Claim, difference, parseClaim } from './claims.js';

export interface Example {
  readonly file: string;
  readonly line: number;
  /** The declaration below the docstring. */
  readonly name: string;
  readonly code: string;
}

export interface Program {
  /** The code without its imports; every claim is a call of `claim(index, value)` or `refused(index, run)`. */
  readonly code: string;
  readonly imports: readonly { readonly module: string; readonly names: readonly string[] }[];
  readonly claims: readonly Claim[];
  /** What stands in the example, for messages. */
  readonly claimed: readonly string[];
}

/** The sources below a folder, without what is generated. */
export const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /(?<!\.generated)\.ts$/.test(entry.name) ? [path] : [];
  });

/** Every fenced block of a source's docstrings. */
export function examplesOf(file: string, source = readFileSync(file, 'utf8')): Example[] {
  return Array.from(source.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*\*\//g)).flatMap((docstring) => {
    const below = source.slice(docstring.index + docstring[0].length);
    const [, name] =
      /^\s*(?:(?:export|async|abstract|static|readonly|function\*?|class|const|let|get) )*(\w+)/.exec(
        below,
      ) ?? [];
    const block = /^([ \t]*\*) ?```(.*)\n([\s\S]*?)^\1 ?```$/gm;
    return Array.from(docstring[0].matchAll(block), ([all, , language, lines], index) => {
      const at = docstring.index + docstring[0].indexOf(all);
      const line = source.slice(0, at).split('\n').length;
      if (language !== 'ts') throw new Error(`${file}:${line}: got \`\`\`${language}, expected ts`);
      const code = lines.replace(/^[ \t]*\* ?/gm, '').trimEnd();
      return { file, line, name: index === 0 ? `${name}` : `${name}, ${index + 1}`, code };
    });
  });
}

/** Reads an example; throws where a comment claims nothing, or what has a claim has no value. */
export function program(code: string): Program {
  const { program: tree, comments, errors } = parseSync('example.ts', code);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const imports: { module: string; names: string[] }[] = [];
  const claims: Claim[] = [];
  const claimed: string[] = [];
  const said = tree.body.map(() => [] as string[]);
  let [before, end, prose] = [-1, 0, true];
  for (const comment of comments) {
    const statement = tree.body.findLastIndex(({ start }) => start < comment.start);
    const words = comment.value.trim();
    if (statement > before) {
      [before, end, prose] = [statement, tree.body[statement].end, false];
      if (comment.start < end) throw new Error(`'${words}' stands inside of a statement`);
    }
    prose ||= /\n\s*\n/.test(code.slice(end, comment.start));
    if (!prose) said[statement].push(words);
    end = comment.end;
  }
  const parts = tree.body.map((statement, index) => {
    const text = code.slice(statement.start, statement.end).replace(/;$/, '');
    if (statement.type === 'ImportDeclaration') {
      imports.push({
        module: statement.source.value,
        names: statement.specifiers.map(({ local }) => local.name),
      });
      return '';
    }
    const words = said[index].join(' ');
    if (words === '') return `${text};`;
    const claim = parseClaim(words);
    const at = claims.push(claim) - 1;
    claimed.push(`${text} // ${words}`);
    if (statement.type === 'ExpressionStatement') {
      return claim.kind === 'throws'
        ? `await refused(${at}, async () => (${text}));`
        : `claim(${at}, (${text}));`;
    }
    const [declared, ...others] =
      statement.type === 'VariableDeclaration' ? statement.declarations : [];
    if (declared?.id.type !== 'Identifier' || others.length > 0 || claim.kind === 'throws') {
      throw new Error(`'${text}' has no value for the comment '${words}'`);
    }
    return `${text};\nclaim(${at}, ${declared.id.name});`;
  });
  return { code: parts.join('\n'), imports, claims, claimed };
}

/** Runs it with these names in scope, and answers what is wrong with its claims. */
export async function faultsOf(
  { code, claims, claimed }: Program,
  scope: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const faults: string[] = [];
  const meet = (at: number, fault: string | undefined) => {
    if (fault !== undefined) faults.push(`${claimed[at]}\n  ${fault}`);
  };
  const claim = (at: number, value: unknown) => meet(at, difference(claims[at], value));
  const refused = async (at: number, run: () => Promise<unknown>) => {
    try {
      claim(at, await run());
    } catch (error) {
      const { code } = claims[at] as { code: string };
      const right = error instanceof Error && (error as { code?: unknown }).code === code;
      meet(at, right ? undefined : `got ${error}, the comment has the code ${code}`);
    }
  };
  const javascript = transformSync(code, { loader: 'ts', target: 'es2022' }).code;
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const given = { claim, refused, ...scope };
  // Names of an example may hide names of the scope, so it has a block of its own.
  const run = AsyncFunction(...Object.keys(given), `'use strict'; {\n${javascript}\n}`);
  await run(...Object.values(given));
  return faults;
}
