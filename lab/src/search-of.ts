import type { PhaseSetting, Search } from 'relufit';

/** The range of n that is searched, of an experiment that is a search. */
export const searchOf = ({ n }: PhaseSetting): Search | undefined =>
  typeof n === 'object' && 'from' in n ? n : undefined;
