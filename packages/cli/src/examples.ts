/** The end of a command's help: what to know, and how it is used. */
export function examples(notes: string, ...commands: readonly string[]): string {
  return `${notes}\n\nExamples:\n${commands.map((command) => `  ${command}`).join("\n")}`;
}
