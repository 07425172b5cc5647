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

/** Work that was delivered so often, and failed each time, is dead. */
export const workDeliveriesMax = 15;
