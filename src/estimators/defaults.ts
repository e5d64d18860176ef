import { projectedGradient } from '../solvers/projected-gradient.js';
import type { Solver } from '../solvers/solver.js';

/** The solver of estimators that name none. */
export const defaultSolver = (): Solver => projectedGradient();
