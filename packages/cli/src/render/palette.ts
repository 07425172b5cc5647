/** Colours where the terminal has them. */
import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Text in that style, or as it is. */
export type Paint = (style: Style, text: string) => string;

/** How a text is to look where it is shown. */
export interface Appearance {
  readonly colours: boolean;
  /** In columns; `undefined` where no terminal shows it. */
  readonly width?: number;
  /** Without hints. */
  readonly quiet?: boolean;
}

export function paintFor({ colours }: Appearance): Paint {
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}
