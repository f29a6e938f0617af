import { createServer, type Server } from "node:http";
import { messageOf } from "../errors";
import type { ClientConfig } from "../provider/handler";
import type { StoredResource } from "../state";
import { type Behavior, behaviorsOf, DISTRIBUTION } from "./distribution";
import { serve } from "./serve";

/** What the pages of a stack work with. */
export interface PagesOptions {
  client<T extends { destroy(): void }>(make: new (config: ClientConfig) => T): T;
  /** The emulator. */
  readonly endpoint: string;
  onError(message: string): void;
}

interface Page {
  readonly server: Server;
  readonly url: string;
  behaviors: readonly Behavior[];
}

/** The CloudFront distributions of a stack, each on a port of its own on loopback. */
export class Pages {
  private readonly running = new Map<string, Page>();

  constructor(private readonly options: PagesOptions) {}

  /**
   * Starts, stops and changes pages until they are those of the stack.
   * @param before their addresses when they were served last: they are kept where nobody else took the port
   * @returns addresses by URN of the distribution
   */
  async set(resources: readonly StoredResource[], before: Readonly<Record<string, string>> = {}) {
    const wanted = resources.filter(({ type }) => type === DISTRIBUTION);
    for (const urn of [...this.running.keys()]) {
      if (!wanted.some((one) => one.urn === urn)) await this.end(urn);
    }
    for (const distribution of wanted) {
      const behaviors = behaviorsOf(distribution, resources);
      const page = this.running.get(distribution.urn);
      if (page) page.behaviors = behaviors;
      else this.running.set(distribution.urn, await this.start(behaviors, before[distribution.urn]));
    }
    return Object.fromEntries([...this.running].map(([urn, { url }]) => [urn, url]));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.keys()].map((urn) => this.end(urn)));
  }

  private async start(behaviors: readonly Behavior[], before: string | undefined): Promise<Page> {
    const { client, endpoint, onError } = this.options;
    const server = createServer((incoming, outgoing) => {
      if (!/^(127\.0\.0\.1|localhost):\d+$/.test(incoming.headers.host ?? "")) {
        // A site that has its name resolve to this machine would come so.
        outgoing.writeHead(421).end();
        return;
      }
      serve({ behaviors: page.behaviors, client, signInUrl: endpoint }, incoming, outgoing).catch((error: unknown) => {
        onError(`${incoming.method} ${incoming.url}: ${messageOf(error)}`);
        if (!outgoing.headersSent) outgoing.writeHead(502, { "content-type": "text/plain" });
        outgoing.end();
      });
    });
    const port = await listen(server, before === undefined ? 0 : Number(new URL(before).port));
    const page: Page = { server, url: `http://127.0.0.1:${port}`, behaviors };
    return page;
  }

  private async end(urn: string): Promise<void> {
    const page = this.running.get(urn);
    this.running.delete(urn);
    if (!page) return;
    page.server.closeAllConnections();
    await new Promise((closed) => page.server.close(closed));
  }
}

/** @returns the port; another one than is asked for, where that is taken */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => (port === 0 ? reject(error) : resolve(listen(server, 0))));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
