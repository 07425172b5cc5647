/** Where a command prints to. */
export interface Terminal {
  readonly colours: boolean;
  /** One line, or several, on standard output. */
  print(text: string): void;
}
