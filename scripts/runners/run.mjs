import { spawn } from 'node:child_process';
import { env, execPath, platform, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs a command, shows what it prints while it prints it, and gives back its standard output too.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] quiet: stdout is data, not for showing
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(command, args, options = {}) {
  // A child that writes into a pipe would otherwise drop the colours the reader's terminal can show.
  const colour = stdout.isTTY && !env.NO_COLOR ? { FORCE_COLOR: '1' } : {};
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...env, ...colour, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: platform === 'win32' && command === 'npm',
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    if (!options.quiet) stdout.write(text);
  });
  child.stderr.pipe(stderr, { end: false });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/**
 * Runs npm: the one that runs this script, if one does, because inside an npm script the name `npm` may
 * lead to another version in node_modules/.bin.
 *
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options) {
  const own = env.npm_execpath;
  return own?.endsWith('npm-cli.js')
    ? run(execPath, [own, ...args], options)
    : run('npm', args, options);
}
