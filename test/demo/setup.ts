// The page as it is published: built of what the library's own build has left, once for all tests of this folder.

import { resolve } from 'node:path';
import { build } from 'vite';

export default async function setup(): Promise<void> {
  const root = resolve(import.meta.dirname, '../../lab/demo');
  await build({ configFile: resolve(root, 'vite.config.ts'), logLevel: 'error' });
}
