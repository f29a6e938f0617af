// The package has no types of its own.
declare module "asl-validator" {
  interface Verdict {
    readonly isValid: boolean;
    errorsText(separator?: string): string;
  }
  /** Changes the definition that it gets: it writes the query language into every state. */
  function validate(definition: object, options?: { checkPaths?: boolean; checkArn?: boolean }): Verdict;
  export = validate;
}
