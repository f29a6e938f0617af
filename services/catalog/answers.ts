/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** An error as RFC 9457 wants it. */
export function problem(status: number, title: string, detail: string): Answer {
  return { status, headers: { "content-type": "application/problem+json" }, body: { title, status, detail } };
}
