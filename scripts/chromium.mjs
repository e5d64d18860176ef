// Where Chromium is, for the tests in a browser. As a command: prints its path, installing it if need be.
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { chromium } from 'playwright';
import { ensure, find, printWhereCommand } from './program.mjs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** @type {import('./program.mjs').Program} */
const program = {
  name: 'Chromium',
  variable: 'CHROMIUM_PATH',
  package: 'chromium',
  places() {
    const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
    const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
    return [...usual, ...onPath, chromium.executablePath()];
  },
};

export const findChromium = () => find(program);

export const ensureChromium = () => ensure(program);

printWhereCommand(import.meta.url, ensureChromium);
