/**
 * The version of this package; a test holds it to package.json.
 *
 * @example
 * ```ts
 * /^\d+\.\d+\.\d+/.test(version); // true
 * ```
 */
export const version = '0.1.0';
