// `npm run bench:cv [-- seeds]`: how often cross-validation finds the planted level, and what its criteria find.
//
// y = max(0, Xw*) + noise, d = 1000, 20 nonzeros, n = 625, 20 dB: noise of a tenth of the root mean square of max(0, Xw*),
// added after the ReLU. Levels 5 … 40, 5 folds.

import {
  plantedProblem,
  ReluRegressorCV,
  solverFromJSON,
  solverNames,
  sparse,
} from '../src/index.js';

const LEVELS = [5, 10, 15, 20, 25, 30, 40];
const PLANTED = 20;
// E max(0, z)² = ½ for z of variance 1.
const NOISE = Math.sqrt(0.5 / 100);

const [seeds = 50, ...asked] = process.argv.slice(2);
const solvers = asked.length > 0 ? asked : solverNames;

for (const name of solvers) {
  for (const criterion of ['cv', 'ebic'] as const) {
    const counts = new Map<number, number>(LEVELS.map((level) => [level, 0]));
    let failed = 0;
    const began = performance.now();
    for (let seed = 0; seed < Number(seeds); seed++) {
      const { X, y } = plantedProblem({
        n: 625,
        d: 1000,
        sparsity: PLANTED,
        noise: { after: NOISE },
        seed,
      });
      try {
        const model = new ReluRegressorCV({
          constraint: sparse,
          levels: LEVELS,
          intercept: false,
          solver: solverFromJSON({ name }),
          criterion,
        });
        const { bestLevel } = await model.fit(X, y);
        counts.set(bestLevel, (counts.get(bestLevel) as number) + 1);
      } catch (error) {
        failed++;
        if (failed === 1) console.log(`${name}: ${(error as Error).message}`);
      }
    }
    const seconds = (performance.now() - began) / 1000 / Number(seeds);
    const near = LEVELS.filter((_, k) => Math.abs(k - LEVELS.indexOf(PLANTED)) <= 1);
    const within = near.reduce((sum, level) => sum + (counts.get(level) as number), 0);
    const found = Array.from(counts, ([level, count]) => `${level}:${count}`).join(' ');
    console.log(
      `${name.padEnd(28)} ${criterion.padEnd(5)} within a step ${within}/${seeds}, exact ${counts.get(PLANTED)}   ` +
        `${found}   ${seconds.toFixed(2)} s a seed`,
    );
  }
}
