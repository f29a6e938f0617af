import type { WireMap, WireValue } from "../child/analysis";
import type { SymbolicContext, SymbolicSource } from "../host/options";
import { isWireMap, unknownValue } from "../host/wire";
import { cache } from "./cache";
import { compute } from "./compute";
import { data } from "./data";
import { discovery } from "./discovery";
import { edge } from "./edge";
import { kubernetes } from "./kubernetes";
import { messaging } from "./messaging";
import { network } from "./network";
import { observability } from "./observability";
import { operations } from "./operations";
import { security } from "./security";
import type { SymbolicTable } from "./table";
import { fill, marker, Values } from "./values";

/** What AWS would call things, by type token. */
export const symbolicTable: SymbolicTable = {
  ...network,
  ...edge,
  ...compute,
  ...kubernetes,
  ...data,
  ...cache,
  ...discovery,
  ...messaging,
  ...operations,
  ...observability,
  ...security,
};

/** What looks like nothing but an id, an ARN, a URL or a host name. */
const tellTale = new RegExp(`^arn:|://|\\.|${marker}`, "i");

const markedParts = new RegExp(`(?:${marker}[0-9a-z]+|${marker.toUpperCase()}[0-9A-Z]+)`, "g");

/** Where a value that is known whole may be part of a longer text: ARNs, URLs and host names. */
const candidates =
  /arn:[\w-]+:[^"\s,;<>\\]+|(?:https?|wss):\/\/[^"\s,;<>\\]+|[\w-]+(?:\.[\w-]+)+\.[a-z]{2,}(?:\/[\w./-]*)?/g;

/**
 * Gives created resources the ids, ARNs, URLs and endpoints that they could have, and knows them again. The same
 * resource has the same values in every run.
 */
export class SymbolicValues implements SymbolicSource {
  /** Whole values. */
  private readonly given = new Set<string>();
  /** Random parts of them. */
  private readonly parts = new Set<string>();

  valuesOf(context: SymbolicContext): { id?: string; outputs: WireMap } | undefined {
    const entry = symbolicTable[context.type];
    if (!entry) {
      return undefined;
    }
    const values = new Values(context, (part) => this.parts.add(part));
    const idMaker = entry.id;
    const id = typeof idMaker === "string" ? fill(idMaker, values, undefined) : idMaker?.(values, undefined);
    const ownId = typeof id === "string" ? id : undefined;
    const outputs: WireMap = {};
    for (const [key, maker] of Object.entries(entry)) {
      if (key !== "id") {
        const value = typeof maker === "string" ? fill(maker, values, ownId) : maker(values, ownId);
        if (value !== undefined) {
          outputs[key] = value;
          this.remember(value, context);
        }
      }
    }
    if (ownId !== undefined) {
      this.remember(ownId, context);
    }
    return { id: ownId, outputs };
  }

  /** True where a text has a part that was made up. */
  isSymbolic(text: string): boolean {
    if (this.given.has(text)) {
      return true;
    }
    for (const [part] of text.matchAll(markedParts)) {
      if (this.parts.has(part)) {
        return true;
      }
    }
    for (const [candidate] of text.matchAll(candidates)) {
      // What follows a value in a longer one (`ARN/*`, `URL/path`) begins at one of these.
      for (let end = candidate.length; end > 0; end = lastSeparator(candidate, end)) {
        if (this.given.has(candidate.slice(0, end))) {
          return true;
        }
      }
    }
    return false;
  }

  /** A value with every text that has a made-up part replaced by the mark of an unknown. */
  unsymbolise(value: WireValue): WireValue {
    if (typeof value === "string") {
      return this.isSymbolic(value) ? unknownValue : value;
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.unsymbolise(item));
    }
    if (!isWireMap(value)) {
      return value;
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.unsymbolise(item)]));
  }

  /** Plain names, accounts, regions and words are what the program or its configuration says: they are not made up. */
  private remember(value: WireValue, context: SymbolicContext): void {
    if (typeof value === "string") {
      if (tellTale.test(value) && !Object.values(context.inputs).includes(value)) {
        this.given.add(value);
      }
    } else if (Array.isArray(value)) {
      for (const item of value) {
        this.remember(item, context);
      }
    } else if (isWireMap(value)) {
      for (const item of Object.values(value)) {
        this.remember(item, context);
      }
    }
  }
}

function lastSeparator(text: string, end: number): number {
  for (let at = end - 1; at > 0; at--) {
    if ("/:*.".includes(text.charAt(at))) {
      return at;
    }
  }
  return 0;
}
