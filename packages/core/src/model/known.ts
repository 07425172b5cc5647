/** What was read, what is certainly not there, and what nobody could read. Plans fail closed on `unknown`. */
export type Known<T> =
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "absent" }
  | {
      readonly kind: "unknown";
      readonly reason: string;
      /** AWS names the policy on the thing itself as what does not let pullpass read it. */
      readonly deniedByResourcePolicy?: true;
    };
