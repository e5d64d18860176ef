// What the notebook loads and the server runs on, from lock files of their own.

import { resolve } from 'node:path';
import { installed } from '../support/npm.js';

export default function setup(): void {
  for (const folder of ['notebook', 'express']) {
    installed(resolve(import.meta.dirname, '../../examples', folder));
  }
}
