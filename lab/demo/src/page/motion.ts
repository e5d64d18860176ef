/** Did the visitor ask for less motion? */
export const prefersStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Other things get their turn. */
export const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Calls `frame` before paints until it says that it is done, or the signal that it is no longer wanted. */
export function everyFrame(signal: AbortSignal, frame: (time: number) => boolean): void {
  const step = (time: number) => {
    if (!signal.aborted && !frame(time)) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}
