/**
 * Attempts of one call of an AWS SDK client, throttled ones among them, before a handler hears of it: with the SDK's
 * growing, random pauses a few seconds in all.
 */
export const MAX_ATTEMPTS = 6;
