/** What the documentation knows of the components: read from the sources, with nothing run. */

/** Where something is declared. */
export interface Place {
  /** Path from the root of the repository. */
  file: string;
  line: number;
}

/** What a docstring says. */
export interface Documentation {
  /** The text before the first tag, with links as Markdown code. */
  text: string;
  default?: string;
  throws: string[];
  returns?: string;
  parameters: Record<string, string>;
}

/** A property of an interface or a class. */
export interface Property extends Documentation, Place {
  name: string;
  /** As the sources write it, without `pulumi.`. */
  type: string;
  optional: boolean;
}

export interface Parameter {
  name: string;
  type: string;
  optional: boolean;
  text: string;
}

export interface Method extends Documentation, Place {
  name: string;
  parameterList: Parameter[];
  /** Empty where the sources leave it to the compiler. */
  result: string;
  static: boolean;
  /** IAM actions that its code names, for a grant. */
  actions: string[];
}

/** A type that arguments, outputs or parameters are made of. */
export interface NamedType extends Documentation, Place {
  name: string;
  kind: "interface" | "values" | "alias";
  properties: Property[];
  /** Values of an enumeration, by the name that programs write. */
  values: { name: string; value: string; text: string }[];
  /** What an alias stands for. */
  definition?: string;
}

export interface Component extends Documentation, Place {
  name: string;
  /** Folder of `infra/`. */
  chapter: string;
  /** The interface of its arguments; undefined where it takes none. */
  args?: NamedType;
  /** True where the arguments as a whole may be left out. */
  argsOptional: boolean;
  outputs: Property[];
  grants: Method[];
  methods: Method[];
  /** Types that the above mention, in the order of their mention. */
  types: NamedType[];
  refusals: string[];
}

/** A chapter's function that programs call, such as `consumeQueue`. */
export interface PublicFunction extends Method {
  chapter: string;
  types: NamedType[];
}

export interface Api {
  components: Component[];
  functions: PublicFunction[];
  /** Exported interfaces that are arguments of something: those called `…Args`, with their own properties only. */
  argumentTypes: NamedType[];
}

/** `RestApi` to `rest-api`: the name of a component's example and page. */
export function kebab(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}
