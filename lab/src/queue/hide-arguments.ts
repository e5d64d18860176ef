/** Takes the arguments, among which an address may have a password, out of what `ps` shows of this process. */
export function hideArguments(): void {
  process.title = 'relufit';
}
