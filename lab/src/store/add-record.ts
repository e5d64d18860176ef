import { type Part, type PhasePlan, type PhaseRecord, RelufitError } from 'relufit';

/** Adds a record that a file holds to the plan; refuses those of the trials of another part. */
export function addRecord(plan: PhasePlan, record: PhaseRecord, part: Part | undefined): boolean {
  const isNew = plan.add(record);
  if (plan.isIn(part, record)) return isNew;
  throw new RelufitError(
    'STORE_MALFORMED',
    'record of a trial',
    `trial ${record.trial} of cell ${record.cell}`,
    `one of the share of part ${part?.index} of ${part?.of}`,
    'Another part runs it: remove the line.',
  );
}
