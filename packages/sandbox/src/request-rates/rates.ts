/** Requests a second by operation (`iam:GetRole`) in the place of AWS's. */
export type RequestRates = Readonly<Record<string, number>>;
