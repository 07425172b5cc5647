export type Emulated = "ministack" | "moto";

/** Where the sandbox and an emulator answer differently, and who is right. */
export interface Difference {
  readonly of: readonly Emulated[];
  /** The service and the name of a call in `script/`. */
  readonly calls: readonly string[];
  /** What only the sandbox answers. */
  readonly sandbox?: readonly string[];
  /** What only the emulator answers. */
  readonly emulator?: readonly string[];
  readonly right: "sandbox" | "emulator" | "both";
  /** How that is known: a page of AWS's, or what AWS was seen to answer. */
  readonly because: string;
  /** Why a sandbox that is not right is left so. */
  readonly left?: string;
}
