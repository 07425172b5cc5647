/** How the queue of work tries again. */

/** How long one invocation of `reconcile` may take, in seconds. */
export const reconcileSeconds = 120;

/** How long a sweep may take, in seconds; what it has not come to by then, it sends to the queue. */
export const sweepSeconds = 300;

/**
 * Work that `reconcile` died with is seen again after six times that; what failed within it says itself when.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const workHiddenSeconds = 6 * reconcileSeconds;

/**
 * Roles that the line of a sweep looks at in a second. A look asks IAM for the role and for each of its policies once, whoever
 * then changes something asks again, and the rest is for events. IAM's rates are not published: unverified, that 15 a second of
 * each operation are taken; calls at rising rates until AWS refuses would settle it.
 */
export const sweepRolesPerSecond = 3;

/** Work that was delivered so often, and failed each time, is dead. */
export const workDeliveriesMax = 15;
