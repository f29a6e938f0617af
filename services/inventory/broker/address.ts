/** Where a broker listens, and how to talk to it. */
export interface BrokerAddress {
  readonly protocol: "amqp" | "stomp";
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string;
  readonly password: string;
  /** RabbitMQ's virtual host. */
  readonly virtualHost: string;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Protocol, TLS and default port by scheme, as the endpoints of Amazon MQ have them. */
const SCHEMES: Readonly<Record<string, { protocol: "amqp" | "stomp"; tls: boolean; port: number }>> = {
  "amqp:": { protocol: "amqp", tls: false, port: 5672 },
  "amqps:": { protocol: "amqp", tls: true, port: 5671 },
  "stomp:": { protocol: "stomp", tls: false, port: 61613 },
  "stomp+ssl:": { protocol: "stomp", tls: true, port: 61614 },
};

/**
 * Reads addresses of one broker, separated by commas: the first is tried first.
 * @param credentials whoever logs in, where the addresses don't name them
 * @throws Error that names the address that is none, or of another protocol than the first
 */
export function brokerAddresses(urls: string, credentials?: Credentials): BrokerAddress[] {
  const addresses = urls
    .split(",")
    .map((url) => url.trim())
    .filter((url) => url !== "")
    .map((url) => addressOf(url, credentials));
  const protocols = new Set(addresses.map(({ protocol }) => protocol));
  if (addresses.length === 0) throw new Error(`"${urls}" has no broker's address: set at least one`);
  if (protocols.size > 1) throw new Error("the broker's addresses mix AMQP and STOMP: set those of one protocol");
  return addresses;
}

function addressOf(text: string, credentials: Credentials | undefined): BrokerAddress {
  if (!URL.canParse(text))
    throw new Error(`"${withoutSecrets(text)}" is no address of a broker: set amqps://host:5671 or such`);
  const url = new URL(text);
  const scheme = SCHEMES[url.protocol];
  if (!scheme) {
    const known = Object.keys(SCHEMES).map((name) => `${name}//`);
    throw new Error(`${url.protocol}//${url.host} is of no known protocol: use ${known.join(", ")}`);
  }
  const username = decodeURIComponent(url.username) || credentials?.username;
  const password = decodeURIComponent(url.password) || credentials?.password;
  if (username === undefined || password === undefined) {
    throw new Error(`nobody is named who logs in to ${url.protocol}//${url.host}: give credentials`);
  }
  const path = decodeURIComponent(url.pathname.replace(/^\//, ""));
  const port = url.port === "" ? scheme.port : Number(url.port);
  return { ...scheme, host: url.hostname, port, username, password, virtualHost: path === "" ? "/" : path };
}

/** For logs: never with a password. */
export function nameOf({ protocol, tls, host, port }: BrokerAddress): string {
  return `${protocol}${tls ? " over TLS" : ""} ${host}:${port}`;
}

function withoutSecrets(text: string): string {
  return text.replace(/\/\/[^@/]*@/, "//…@");
}
