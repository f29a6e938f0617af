import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition } from "../model";

/** A source map as compilers write it, as far as positions go. */
interface RawMap {
  sources: string[];
  sourceRoot?: string;
  mappings: string;
}

/** One segment of a line: generated column, source, line and column in it; all from 0. */
type Segment = [column: number, source: number, line: number, sourceColumn: number];

interface DecodedMap {
  sources: string[];
  lines: Segment[][];
}

/** The source maps of what was compiled for this run; each is decoded when something in its file is first looked up. */
export class SourceMaps {
  private readonly texts = new Map<string, string>();
  private readonly decoded = new Map<string, DecodedMap | undefined>();

  /** @param file the file that the compiled code runs under */
  add(file: string, map: string): void {
    this.texts.set(file, map);
  }

  /** A position in code that ran, as one in the source that it was compiled from. Lines and columns from 1. */
  original(position: SourcePosition): SourcePosition {
    const map = this.mapOf(position.file);
    const segments = map?.lines[position.line - 1];
    const column = (position.column ?? 1) - 1;
    const segment = segments?.findLast((candidate) => candidate[0] <= column) ?? segments?.[0];
    if (!map || !segment) {
      return position;
    }
    return { file: map.sources[segment[1]] ?? position.file, line: segment[2] + 1, column: segment[3] + 1 };
  }

  /** A stack trace with every place that is known mapped to its source. */
  stack(trace: string): string {
    return trace.replace(/((?:file:\/\/)?\/[^\s()]+):(\d+):(\d+)/g, (whole, path: string, line, column) => {
      const file = path.startsWith("file:") ? fileURLToPath(path) : path;
      if (!this.texts.has(file)) {
        return whole;
      }
      const place = this.original({ file, line: Number(line), column: Number(column) });
      return `${place.file}:${place.line}:${place.column}`;
    });
  }

  private mapOf(file: string): DecodedMap | undefined {
    if (!this.decoded.has(file)) {
      const text = this.texts.get(file);
      this.decoded.set(file, text === undefined ? undefined : decode(file, text));
    }
    return this.decoded.get(file);
  }
}

function decode(file: string, text: string): DecodedMap {
  const map: RawMap = JSON.parse(text);
  const base = resolve(dirname(file), map.sourceRoot ?? "");
  return {
    // Compilers that are given one file at a time name it relative to an output that does not exist.
    sources: map.sources.length === 1 ? [file] : map.sources.map((source) => resolve(base, source)),
    lines: decodeMappings(map.mappings),
  };
}

const digits = new Map(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].map((digit, value) => [digit, value]),
);

/** Base64 VLQ, as the source map format (ECMA-426) has it. */
function decodeMappings(mappings: string): Segment[][] {
  let source = 0;
  let line = 0;
  let sourceColumn = 0;
  return mappings.split(";").map((generatedLine) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const text of generatedLine === "" ? [] : generatedLine.split(",")) {
      const [first = 0, second, third = 0, fourth = 0] = decodeNumbers(text);
      column += first;
      if (second !== undefined) {
        source += second;
        line += third;
        sourceColumn += fourth;
        segments.push([column, source, line, sourceColumn]);
      }
    }
    return segments;
  });
}

function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = digits.get(character) ?? 0;
    value += (digit & 31) << shift;
    if (digit & 32) {
      shift += 5;
    } else {
      numbers.push(value & 1 ? -(value >> 1) : value >> 1);
      value = 0;
      shift = 0;
    }
  }
  return numbers;
}
