/** A value together with its spelling on the command line, which model.json repeats. */
export interface Spelled<T> {
  readonly text: string;
  readonly value: T;
}
