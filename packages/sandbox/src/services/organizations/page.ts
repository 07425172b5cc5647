import { InvalidInputException } from "@aws-sdk/client-organizations";

export interface OrganizationsPageRequest {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
const largestPage = 20;

/** One page of a listing; the token counts what was passed. @throws InvalidInputException */
export function page<T>(
  all: readonly T[],
  { NextToken = "0", MaxResults = largestPage }: OrganizationsPageRequest,
) {
  if (!/^\d+$/.test(NextToken)) {
    const message = "You provided a value for NextToken that is not valid.";
    throw new InvalidInputException({ message, Reason: "INVALID_NEXT_TOKEN", $metadata: {} });
  }
  const start = Number(NextToken);
  const end = start + MaxResults;
  return { items: all.slice(start, end), ...(end < all.length && { NextToken: String(end) }) };
}
