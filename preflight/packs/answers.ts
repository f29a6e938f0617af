import type { Exempted } from "../model";
import { excusesIn, mentionsExemption } from "./exempted";
import { FieldReader } from "./protobuf";
import { readStruct } from "./struct-reader";

/** `AnalyzeDiagnostic` with the numbers of its enumerations. */
export interface Diagnostic {
  policy: string;
  description: string;
  message: string;
  /** `EnforcementLevel` of the public protocol. */
  enforcement: number;
  /** `PolicySeverity` of the public protocol. */
  severity: number;
  urn: string;
}

/** What a pack answered about one resource, or about the stack. */
export interface PackAnswer {
  diagnostics: Diagnostic[];
  /** The policies that judged and said nothing, as places in the list of those that were asked. */
  held: number[];
  /** What exemptions excused; without a URN it is about the resource that was asked about, or about the stack. */
  exempted: Exempted[];
}

/** A remediation as a policy answered it. */
export interface RemediationAnswer {
  policy: string;
  /** All inputs as they should be; absent where there is just a diagnostic. */
  properties?: Record<string, unknown>;
  diagnostic: string;
}

/** A policy that a pack is asked. */
export interface AskedPolicy {
  readonly name: string;
  /** The types that it says it is for; none where it does not say, as then it may be for any. */
  readonly types: readonly string[];
}

/** The policies that a pack is asked, so that those are known which say nothing. */
export class AskedPolicies {
  readonly names: readonly string[];
  private readonly encoded: Buffer[];
  private readonly byType = new Map<string, ReadonlySet<number>>();

  constructor(private readonly policies: readonly AskedPolicy[]) {
    this.names = policies.map(({ name }) => name);
    this.encoded = this.names.map((name) => Buffer.from(name));
  }

  /** Those of the places whose policies may be for resources of the type. */
  ofType(places: readonly number[], type: string): number[] {
    let fitting = this.byType.get(type);
    if (!fitting) {
      const fits = ({ types }: AskedPolicy): boolean => types.length === 0 || types.includes(type);
      fitting = new Set(this.policies.flatMap((policy, place) => (fits(policy) ? [place] : [])));
      this.byType.set(type, fitting);
    }
    const among = fitting;
    return places.filter((place) => among.has(place));
  }

  /**
   * The place of the policy whose name a field has; -1 where none has it. Answers have a name for every policy that was
   * not applicable to a resource, in the pack's order: they are compared where they are, beginning with the next.
   *
   * @param next where the place is likely
   */
  placeOf(field: FieldReader, next: number): number {
    const { length } = this.encoded;
    for (let tries = 0, place = next < length ? next : 0; tries < length; tries++) {
      const name = this.encoded[place];
      if (name && field.reads(name)) {
        return place;
      }
      place = place + 1 < length ? place + 1 : 0;
    }
    return -1;
  }
}

const diagnosticsField = 2;
const notApplicableField = 3;
const nameField = 1;
const reasonField = 2;

/** Reads an `AnalyzeResponse`. */
export function answerOf(response: Buffer, asked: AskedPolicies): PackAnswer {
  const answer: PackAnswer = { diagnostics: [], held: [], exempted: [] };
  const told = new Uint8Array(asked.names.length);
  const exempts = mentionsExemption(response);
  const fields = new FieldReader(response);
  let next = 0;
  while (fields.next()) {
    if (fields.number === diagnosticsField) {
      const found = diagnostic(fields.nested());
      answer.diagnostics.push(found);
      tell(told, asked.names.indexOf(found.policy));
    } else if (fields.number === notApplicableField) {
      const message = fields.nested();
      let place = -1;
      while (message.next()) {
        if (message.number === nameField) {
          place = asked.placeOf(message, next);
          tell(told, place);
          next = place + 1;
        } else if (exempts && message.number === reasonField) {
          const policy = asked.names[place] ?? "";
          answer.exempted.push(...excusesIn(message.text()).map((excuse) => ({ policy, ...excuse })));
        }
      }
    }
  }
  told.forEach((yes, place) => {
    if (yes === 0) {
      answer.held.push(place);
    }
  });
  return answer;
}

/** Reads a `RemediateResponse`. */
export function remediationsIn(response: Buffer): RemediationAnswer[] {
  const remediations: RemediationAnswer[] = [];
  const fields = new FieldReader(response);
  while (fields.next()) {
    if (fields.number === 1) remediations.push(remediation(fields.nested()));
  }
  return remediations;
}

function remediation(message: FieldReader): RemediationAnswer {
  const read: RemediationAnswer = { policy: "", diagnostic: "" };
  while (message.next()) {
    switch (message.number) {
      case 1:
        read.policy = message.text();
        break;
      case 5:
        read.properties = readStruct(message.nested());
        break;
      case 6:
        read.diagnostic = message.text();
        break;
    }
  }
  return read;
}

/** Marks a policy as one that said something; one that was not asked has no place. */
function tell(told: Uint8Array, place: number): void {
  if (place >= 0) {
    told[place] = 1;
  }
}

function diagnostic(message: FieldReader): Diagnostic {
  const read: Diagnostic = { policy: "", description: "", message: "", enforcement: 0, severity: 0, urn: "" };
  while (message.next()) {
    switch (message.number) {
      case 1:
        read.policy = message.text();
        break;
      case 4:
        read.description = message.text();
        break;
      case 5:
        read.message = message.text();
        break;
      case 7:
        read.enforcement = message.value;
        break;
      case 8:
        read.urn = message.text();
        break;
      case 9:
        read.severity = message.value;
        break;
    }
  }
  return read;
}
