/** What a person who waits for the tests, or wants the times, gets to read. */
export const tell = (text: string) => void process.stdout.write(`${text}\n`);

export const seconds = (value: number) => `${value.toFixed(1)} s`;
