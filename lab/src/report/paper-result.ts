import type { convergenceExperiment } from 'relufit';

/** What `relufit paper` writes to result.json and shows: the library's result and the machine. */
export type PaperResult = Awaited<ReturnType<typeof convergenceExperiment>> & {
  readonly command: string;
  readonly machine: { readonly node: string; readonly processor: string };
};

export type Method = PaperResult['methods'][number];
