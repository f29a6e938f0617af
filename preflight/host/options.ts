import type { Analysis, WireMap } from "../child/analysis";
import type { ProgramRequest } from "../child/messages";
import type { Sdk } from "../child/sdk";
import type { RawPosition } from "./goal";
import type { SdkProperties } from "./sdk-properties";
import type { Surroundings } from "./surroundings";
import type { TransformCaller } from "./transforms";

/** What a symbolic value is made from. */
export interface SymbolicContext extends Surroundings {
  urn: string;
  type: string;
  name: string;
  inputs: WireMap;
}

/** Values in AWS's formats for what only AWS could know. */
export interface SymbolicSource {
  /** Undefined for a type that it knows nothing of. */
  valuesOf(context: SymbolicContext): { id?: string; outputs: WireMap } | undefined;
}

/** What a monitor works with. */
export interface MonitorOptions {
  request: ProgramRequest;
  sdk: Sdk;
  properties: SdkProperties;
  transforms: TransformCaller;
  /** Absent in the mode that leaves outputs unknown. */
  symbolic?: SymbolicSource;
  /** Absent where no policy pack was given. */
  analysis?: Analysis;
  onRegistered(): void;
  /** An error that is no mistake of the program's. */
  onFault(error: unknown): void;
  /** A position in the words of an error message. */
  place(position: RawPosition): string;
}
