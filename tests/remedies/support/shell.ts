/** A line that is pasted into a POSIX shell, as the words of its commands: single quotes, backslashes and `&&`. */
export function commandsIn(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  const end = () => {
    if (word === "&&") commands.push([]);
    else if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (const [part] of line.matchAll(/'[^']*'|\\.|\s+|[^'\\\s]+/g)) {
    if (/^\s/.test(part)) end();
    else if (part.startsWith("'")) word = `${word ?? ""}${part.slice(1, -1)}`;
    else if (part.startsWith("\\")) word = `${word ?? ""}${part.slice(1)}`;
    else word = `${word ?? ""}${part}`;
  }
  end();
  return commands;
}
