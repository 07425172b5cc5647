/** Colours where the terminal has them. */
import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Text in that style, or as it is. */
export type Paint = (style: Style, text: string) => string;

export function paintFor({ colours }: { readonly colours: boolean }): Paint {
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}
