/** What `npm ci` may install and print. */

/**
 * What is installed today (540 packages, 826 MB on Linux), and a tenth more for younger versions. A tool that brings
 * hundreds of packages does not fit, as SST 2 does not with 1,164 of them and 0.8 GB: it belongs in a folder of its own.
 */
export const bounds = { packages: 590, megabytes: 910 };

export interface Install {
  readonly packages: number;
  /** Of 1,000,000 bytes: what the files hold. */
  readonly megabytes: number;
  /** Told, and not judged: it is the network's and the machine's. */
  readonly seconds: number;
  /** By `npm ci`, on both its outputs. */
  readonly printed: string;
}

/** A line for people, and what is wrong. */
export function judged({ packages, megabytes, seconds, printed }: Install) {
  const warnings = warningsIn(printed);
  const isNodeRefused = warnings.some((text) => text.includes("'pullpass-repo@"));
  const counted = isNodeRefused ? warnings.filter((text) => !text.startsWith("EBADENGINE")) : warnings;
  const unlike = isNodeRefused ? "; this Node is none that package.json allows, which is not counted" : "";
  return {
    line:
      `npm ci: ${packages} packages of at most ${bounds.packages}, ${megabytes} MB of at most ${bounds.megabytes}, ` +
      `${seconds} s, warnings: ${counted.length}${unlike}`,
    faults: [
      ...(packages > bounds.packages ? [`npm ci installs ${packages} packages.`] : []),
      ...(megabytes > bounds.megabytes ? [`npm ci installs ${megabytes} MB.`] : []),
      ...counted.map((text) => `npm ci warns: ${text}`),
    ],
  };
}

/** Each in one line: that about an engine has several. */
function warningsIn(printed: string): readonly string[] {
  return [
    ...printed.matchAll(
      /^npm warn (EBADENGINE .* \{\n(?:npm warn EBADENGINE .*\n)*?npm warn EBADENGINE \}|.*)$/gm,
    ),
  ].map(([, text = ""]) => text.replaceAll("\nnpm warn EBADENGINE", ""));
}
