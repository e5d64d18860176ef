/**
 * A computation that may have to wait: it yields each promise it waits for, and whoever runs it goes on when that is
 * fulfilled. So one text serves those who may wait and those who may not, to whom nothing is ever yielded.
 */
export type Waiting<T> = Generator<Promise<unknown>, T, void>;

/** The value, waited for where it is a promise. */
export function* wait<T>(value: T | Promise<T>): Waiting<T> {
  if (!(value instanceof Promise)) return value;
  let fulfilled: { readonly value: T } | undefined;
  yield value.then((value) => {
    fulfilled = { value };
  });
  return (fulfilled as { readonly value: T }).value;
}

/** What a computation answers that has nothing to wait for. */
export function atOnce<T>(computation: Waiting<T>): T {
  for (;;) {
    const { done, value } = computation.next();
    if (done) return value;
  }
}

/** f of the value, at once where it is one already. */
export const andThen = <T, R>(
  value: T | Promise<T>,
  f: (value: T) => R | Promise<R>,
): R | Promise<R> => (value instanceof Promise ? value.then(f) : f(value));
