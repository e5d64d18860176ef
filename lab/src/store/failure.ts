import { RelufitError } from 'relufit';

const WORDS: Readonly<Record<string, readonly [got: string, remedy: string]>> = {
  ENOSPC: ['no space left on the device', 'Free some and run the same command again: it resumes.'],
  EDQUOT: ['a full quota', 'Free some space and run the same command again: it resumes.'],
  EFBIG: ['a limit on the size of files', 'Raise it and run the same command again: it resumes.'],
  EACCES: ['no permission', 'Change its permissions, or give --out another folder.'],
  EPERM: ['no permission', 'Change its permissions, or give --out another folder.'],
  EROFS: ['a read-only file system', 'Give --out a folder that can be written.'],
  EISDIR: ['a folder', 'Move it away, or give --out another folder.'],
  ENOTDIR: ['a path through something that is no folder', 'Give --out another folder.'],
  ENOENT: ['no such file', 'Check its path.'],
};

/** What the system said when a file of a store was read or written, with what to do. */
export function storeFailure(path: string, error: unknown, expected: string): RelufitError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const [got, remedy] = WORDS[code] ?? [message, 'Put it right and run the same command again.'];
  return new RelufitError('STORE_UNUSABLE', path, got, expected, remedy);
}

/** Runs work on files, and says of what the system refuses which file it was. */
export function onStore<T>(path: string, expected: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RelufitError) throw error;
    throw storeFailure(path, error, expected);
  }
}

/** The same of a file that was named to be read, where another --out is no remedy. */
export function onInput<T>(path: string, expected: string, work: () => T): T {
  return onStore(path, expected, () => {
    try {
      return work();
    } catch (error) {
      const words = WORDS[(error as NodeJS.ErrnoException).code ?? ''];
      if (error instanceof RelufitError || words === undefined) throw error;
      const remedy = 'Check its path and permissions.';
      throw new RelufitError('STORE_UNUSABLE', path, words[0], expected, remedy);
    }
  });
}
