import { type BrokerAddress, brokerAddresses } from "../../../../services/inventory/broker/address";
import type { Live } from "../../../../services/inventory/broker/kept-connection";

/** A connection that tests break at will. */
export function fakeLive(name: string): Live<string> & { break: (reason: Error) => void } {
  const lost = new AbortController();
  const drop = (reason: Error) => lost.abort(reason);
  return {
    use: name,
    lost: lost.signal,
    close: async () => drop(new Error("closed")),
    drop,
    break: drop,
  };
}

export const addresses: BrokerAddress[] = brokerAddresses("amqp://u:p@one,amqp://u:p@two");
