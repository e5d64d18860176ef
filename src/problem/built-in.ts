// What of the library's own is made of plain data alone, and so can be made again elsewhere: in a worker, or from a file.

/** What makes a set, solver or step size again. */
export interface Recipe {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

// Not a property of the thing: a copy of it with a projection of one's own must not have it.
const membersOf = new WeakMap<object, readonly object[]>();

/** Notes that `made` is what its name and parameters say, and freezes it, so that this stays true. */
export const builtIn = <T extends object>(made: T): T => builtFrom([], made);

/** The same of what is made from others, where those are what theirs say. */
export function builtFrom<T extends object>(members: readonly object[], made: T): T {
  membersOf.set(made, members);
  if ('parameters' in made) Object.freeze(made.parameters);
  return Object.freeze(made);
}

/** What is not made of plain data: the thing itself or the first such that it was made from; undefined where all is. */
export function foreignPart(thing: object): object | undefined {
  const members = membersOf.get(thing);
  if (members === undefined) return thing;
  for (const member of members) {
    const foreign = foreignPart(member);
    if (foreign !== undefined) return foreign;
  }
  return undefined;
}
