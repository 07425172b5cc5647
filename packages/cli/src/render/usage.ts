/** What is wrong with the arguments, without their values: one of them may be a password. */
export function usageText(text: string): string {
  return text
    .trimEnd()
    .replace(/^error: /, "pullpass: ")
    .replace(/\n\((Did you mean .*\?)\)$/m, ". $1")
    .replace(/unknown option '(--[^=']*)=.*'/s, "unknown option '$1'")
    .replace(/^(.*too many arguments for '[^']*'\. Expected \d+ arguments? but got \d+): .*?\.$/m, "$1.");
}
