import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { Part, PhasePlan, PhaseRecord } from 'relufit';
import { addRecord } from './add-record.js';
import { onStore, storeFailure } from './failure.js';
import { checkHeader, headerOf } from './header.js';
import { lock } from './lock.js';
import { putInOrder } from './order.js';
import { readTrials } from './read-trials.js';
import { syncFolder } from './sync-folder.js';

/**
 * A file of trials that is being written: a header, then a record a line, in the order in which trials ended and, once
 * finished, in that of their addresses.
 *
 * A record is in the file when `append` returns: the process may be killed at any moment. What a machine without
 * power loses is what came in its last second, about.
 */
export class TrialStore {
  readonly path: string;
  /** What was put right when it was opened. */
  readonly notes: readonly string[];
  private readonly descriptor: number;
  private readonly unlock: () => void;
  private readonly header: string;
  private size: number;
  /** Lines that hold one. */
  private trials = 0;
  private timer: NodeJS.Timeout | undefined;
  private failure: unknown;
  private isOpen = true;

  /**
   * Opens the file of a plan, or of one part of it, and adds its records to the plan. Makes it where there is none.
   *
   * @throws RelufitError STORE_IN_USE, STORE_DIFFERENT, STORE_MALFORMED, CLASH; STORE_UNUSABLE where the system
   * refuses. The file is as it was.
   */
  constructor(path: string, plan: PhasePlan, part?: Part) {
    this.path = path;
    this.unlock = lock(path);
    try {
      this.descriptor = onStore(path, EXPECTED, () => openSync(path, 'a+'));
      try {
        const header = headerOf(plan, part);
        this.header = JSON.stringify(header);
        const { size, torn } = onStore(path, EXPECTED, () =>
          readTrials(this.descriptor, path, {
            onHeader: (found) => checkHeader(path, found, header),
            onRecord: (record) => {
              addRecord(plan, record, part);
              this.trials++;
            },
          }),
        );
        this.notes =
          torn > 0 ? [`${path}: dropped ${torn} bytes of a line that was cut short.`] : [];
        this.size = size;
        if (torn > 0) onStore(path, EXPECTED, () => ftruncateSync(this.descriptor, size));
        if (size === 0) {
          this.write(header);
          onStore(path, EXPECTED, () => {
            fdatasyncSync(this.descriptor);
            syncFolder(path);
          });
        }
      } catch (error) {
        closeSync(this.descriptor);
        throw error;
      }
    } catch (error) {
      this.unlock();
      throw error;
    }
  }

  /**
   * Writes a record behind the others.
   *
   * @throws RelufitError STORE_UNUSABLE where the system refuses; the file then ends with the record before.
   */
  append(record: PhaseRecord): void {
    if (this.failure !== undefined) throw storeFailure(this.path, this.failure, EXPECTED);
    this.write(record);
    this.trials++;
    this.timer ??= setTimeout(() => this.sync(), SYNC_AFTER).unref();
  }

  /** Puts the records in order and closes the file: it then has the same bytes whoever ran them. */
  finish(): void {
    try {
      this.flush();
      this.closeFile();
      putInOrder(this.path, { header: this.header, trials: this.trials });
    } finally {
      this.close();
    }
  }

  /** Closes the file, for this or another process to go on with. */
  close(): void {
    try {
      if (this.isOpen) this.flush();
    } finally {
      this.closeFile();
      this.unlock();
    }
  }

  private closeFile(): void {
    if (this.isOpen) closeSync(this.descriptor);
    this.isOpen = false;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    onStore(this.path, EXPECTED, () => fdatasyncSync(this.descriptor));
  }

  // On the side: a disk may take its time.
  private sync(): void {
    this.timer = undefined;
    if (!this.isOpen) return;
    fdatasync(this.descriptor, (error) => {
      if (error !== null && this.isOpen) this.failure = error;
    });
  }

  // All of a line or nothing of it.
  private write(value: object): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    try {
      for (let at = 0; at < line.length; ) {
        at += writeSync(this.descriptor, line, at, line.length - at);
      }
      this.size += line.length;
    } catch (error) {
      this.failure = error;
      try {
        ftruncateSync(this.descriptor, this.size);
      } catch {
        // Whoever opens the file next drops the line.
      }
      throw storeFailure(this.path, error, EXPECTED);
    }
  }
}

const EXPECTED = 'a file that can be written';

// Milliseconds.
const SYNC_AFTER = 1000;
