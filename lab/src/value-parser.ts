type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';

/** The JSON Schema of an option's value. */
export interface ValueSchema {
  readonly type: JsonType | readonly JsonType[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: ValueSchema;
  readonly minItems?: number;
  /** Values that completion offers, where they are not all that there are. */
  readonly examples?: readonly string[];
}

/** Reads the text of an option, and says what JSON may stand for that text in a --config file. */
export type ValueParser<T> = ((text: string) => T) & { readonly schema: ValueSchema };

/**
 * A parser of an option's text that throws commander's InvalidArgumentError. Of JSON it gets the text that the command
 * line would have: a number as digits, a list with commas, an object as JSON.
 */
export function valueParser<T>(schema: ValueSchema, parse: (text: string) => T): ValueParser<T> {
  return Object.assign((text: string) => parse(text), { schema });
}
