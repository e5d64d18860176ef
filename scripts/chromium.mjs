// Where Chromium is, for the tests in a browser. As a command: prints its path, installing it if need be.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { argv, env, getuid } from 'node:process';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of a Chromium on this machine, or undefined. `CHROMIUM_PATH` decides alone when it is set.
 *
 * @returns {string | undefined}
 */
export function findChromium() {
  if (env.CHROMIUM_PATH) {
    if (isExecutable(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH: got ${env.CHROMIUM_PATH}, expected an executable file.`);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...places, ...onPath, chromium.executablePath()].find(isExecutable);
}

/**
 * `findChromium`, after an installation by apt-get where that is possible. Throws the reason where it is not.
 *
 * @returns {string}
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (!existsSync('/etc/debian_version') || getuid?.() !== 0) {
    throw new Error(
      'No Chromium found. Install it or set CHROMIUM_PATH (only root on Debian can have it installed here).',
    );
  }
  // Whatever apt-get says goes to stderr: the command's stdout is the path alone.
  for (const args of [['update'], ['install', '-y', 'chromium']]) {
    const { status } = spawnSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) throw new Error(`No Chromium found, and apt-get ${args.join(' ')} failed.`);
  }
  const installed = findChromium();
  if (!installed) throw new Error('apt-get installed chromium, yet no executable was found.');
  return installed;
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  try {
    console.log(ensureChromium());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
