import fc from "fast-check";

const surrogates = { first: 0xd800, count: 0x800 };

/** Any characters of Unicode. fast-check has them, too, as the unit "binary": a process waits a second for the first of those. */
export const anyText = fc.string({
  unit: fc
    .nat(0x10ffff - surrogates.count)
    .map((n) => String.fromCodePoint(n < surrogates.first ? n : n + surrogates.count)),
});
