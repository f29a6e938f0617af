export interface Call {
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/** What an API answered. */
export interface Told {
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** The shop's APIs. */
export interface Calls {
  /** @throws Problem where the API refuses */
  call(method: string, path: string, call?: Call): Promise<Told>;
}
