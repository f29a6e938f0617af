import { notApplicable, type Resource, type Verdict, when } from "../../core";

/**
 * Judges a database of some engines.
 * @param engines matches `postgres`, `aurora-mysql` and the like
 * @param what completes "it runs no …"
 */
export function ofEngine(database: Resource, engines: RegExp, what: string, judge: () => Verdict): Verdict {
  return when(database.string("engine").matches(engines, what), judge, () => notApplicable(`it runs no ${what}`));
}

/** Judges a database that is no copy of another one, from which it would have what is asked for. */
export function unlessCopied(database: Resource, sources: readonly string[], judge: () => Verdict): Verdict {
  return sources.some((source) => database.has(source) !== false)
    ? notApplicable("it has this from the database or snapshot that it is made from")
    : judge();
}
