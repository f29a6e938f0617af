import { isDeepStrictEqual } from "node:util";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "./emulator";
import { Pages } from "./pages";
import { Pipes } from "./pipes";
import { type DeployEvents, deploy } from "./program/deploy";
import type { Deployed } from "./program/messages";
import { LocalProvider, type ProviderOptions } from "./provider/core";
import { isMissing } from "./provider/handler";
import { emulatorSettings, providerOptions, type StackFiles, type StackOptions, stackFiles } from "./stack";
import { type LocalState, newSession, readState, removeState, writeState } from "./state";

/** Name of the parameter that tells one emulator's contents from another's. */
const MARK = "/local/session";
const healthWithinMs = 2000;

/** Whether an emulator answers. */
export async function isHealthy(endpoint: string): Promise<boolean> {
  const signal = AbortSignal.timeout(healthWithinMs);
  return fetch(`${endpoint}/_ministack/health`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Whether a process lives. */
export function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** An emulator with a stack on it. */
export class Session {
  readonly provider: LocalProvider;
  private readonly pipes: Pipes;
  private readonly pages: Pages;

  private constructor(
    readonly files: StackFiles,
    /** The emulator, where this process started it or took it over; another process ends it else. */
    private readonly emulator: Pick<Emulator, "stop"> | undefined,
    readonly state: LocalState,
    onError: (message: string) => void,
  ) {
    this.provider = new LocalProvider(this.providerOptions);
    this.pipes = new Pipes({
      client: (make) => this.provider.client(make),
      region: files.region,
      file: files.pipesFile,
      onError,
    });
    this.pages = new Pages({
      client: (make) => this.provider.client(make),
      endpoint: state.emulator.endpoint,
      onError,
    });
  }

  /**
   * Takes the stack's running emulator, or starts one.
   * @throws EmulatorError where it can't be installed or started
   */
  static async open(options: StackOptions, onError: (message: string) => void): Promise<Session> {
    const files = stackFiles(options);
    const progress = options.progress ?? (() => undefined);
    const old = await readState(files.stateFile);
    if (old && (await isHealthy(old.emulator.endpoint)) && (await isSame(files, old))) {
      const others = isAlive(old.runnerPid) && old.runnerPid !== process.pid;
      progress(`the emulator at ${old.emulator.endpoint} is running`);
      return new Session(files, others ? undefined : adopted(old.emulator.pid), old, onError);
    }
    const emulator = await startEmulator({
      // Addresses in what it keeps have its port in them.
      port: old && (await isFree(old.emulator.port)) ? old.emulator.port : undefined,
      region: files.region,
      directory: options.emulatorFolder,
      progress,
      settings: emulatorSettings(files, options.fresh ?? false),
    });
    try {
      const kept =
        old && !options.fresh && (await isSame(files, { ...old, emulator: { ...old.emulator, ...emulator } }));
      const { endpoint, port, pid, logFile } = emulator;
      const { project, stack } = files.request;
      const { region, account, partition } = files;
      const session = kept && old ? old.emulator.session : newSession();
      const state: LocalState = {
        ...{ version: 1, project, stack, region, account, partition },
        emulator: { endpoint, port, pid, logFile, session },
        resources: kept && old ? await stillThere(files, endpoint, old) : {},
        notEmulated: [],
      };
      if (!kept) await mark(files, state);
      return new Session(files, emulator, state, onError);
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  /** False where another process stays beside the emulator. */
  get isOwner(): boolean {
    return this.emulator !== undefined;
  }

  /**
   * Runs the program and brings the emulator to what it says.
   * @throws DeployError
   */
  async deploy(events: DeployEvents = {}): Promise<Deployed> {
    const run = {
      request: this.files.request,
      provider: this.providerOptions,
      before: Object.values(this.state.resources),
    };
    try {
      const deployed = await deploy(run, events);
      await this.keep(deployed);
      return deployed;
    } catch (error) {
      const deployed = error instanceof Error && "deployed" in error ? error.deployed : undefined;
      if (isDeployed(deployed)) await this.keep(deployed);
      throw error;
    }
  }

  /** Begins to carry the stack's pipes, or takes over what changed of them. */
  async carryPipes(): Promise<void> {
    await this.pipes.set(Object.values(this.state.resources));
  }

  /** Begins to serve the stack's CloudFront distributions on loopback, or takes over what changed of them. */
  async servePages(): Promise<Record<string, string>> {
    const before = this.state.pages;
    this.state.pages = await this.pages.set(Object.values(this.state.resources), before);
    if (!isDeepStrictEqual(this.state.pages, before)) await writeState(this.files.stateFile, this.state);
    return this.state.pages;
  }

  /** Takes over what another process deployed. */
  async reload(): Promise<void> {
    const state = await readState(this.files.stateFile);
    if (state?.emulator.session === this.state.emulator.session) {
      this.state.resources = state.resources;
      this.state.notEmulated = state.notEmulated;
    }
  }

  /** Ends everything that this process started; what the emulator keeps stays on disk. */
  async close(): Promise<void> {
    await Promise.all([this.pipes.stop(), this.pages.stop()]);
    this.provider.close();
    if (!this.emulator) return;
    await this.emulator.stop();
    if (this.state.runnerPid !== undefined) {
      delete this.state.runnerPid;
      await writeState(this.files.stateFile, this.state);
    }
  }

  /** {@link close}, and forgets what was on the emulator. */
  async discard(): Promise<void> {
    await this.close();
    await removeState(this.files.stateFile);
  }

  private async keep({ resources, notEmulated }: Deployed): Promise<void> {
    this.state.resources = Object.fromEntries(resources.map((resource) => [resource.urn, resource]));
    this.state.notEmulated = notEmulated;
    if (this.isOwner) this.state.runnerPid = process.pid;
    await writeState(this.files.stateFile, this.state);
  }

  private get providerOptions(): ProviderOptions {
    return providerOptions(this.files, this.state.emulator.endpoint);
  }
}

/** What an emulator that was started again really has of a stack: it does not keep every service's resources. */
async function stillThere(files: StackFiles, endpoint: string, old: LocalState): Promise<LocalState["resources"]> {
  const provider = new LocalProvider(providerOptions(files, endpoint));
  try {
    const looked = await Promise.all(
      Object.values(old.resources).map(async (one) => {
        const there = await provider.exists(one, one.id, { ...one.inputs, ...one.outputs }, one.inputs);
        return there ? [one] : [];
      }),
    );
    return Object.fromEntries(looked.flat().map((one) => [one.urn, one]));
  } finally {
    provider.close();
  }
}

async function isSame(files: StackFiles, { emulator }: LocalState): Promise<boolean> {
  const provider = new LocalProvider(providerOptions(files, emulator.endpoint));
  try {
    const { Parameter } = await provider.client(SSMClient).send(new GetParameterCommand({ Name: MARK }));
    return Parameter?.Value === emulator.session;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  } finally {
    provider.close();
  }
}

async function mark(files: StackFiles, { emulator }: LocalState): Promise<void> {
  const provider = new LocalProvider(providerOptions(files, emulator.endpoint));
  try {
    await provider
      .client(SSMClient)
      .send(new PutParameterCommand({ Name: MARK, Value: emulator.session, Type: "String", Overwrite: true }));
  } finally {
    provider.close();
  }
}

/** An emulator whose starter is gone: from now on it is this process's to end. */
function adopted(pid: number): Pick<Emulator, "stop"> {
  return {
    stop: async () => {
      for (const name of ["SIGTERM", "SIGKILL"] as const) {
        try {
          process.kill(-pid, name);
        } catch {
          return;
        }
        const deadline = Date.now() + 5000;
        while (isAlive(pid) && Date.now() < deadline) await new Promise((resume) => setTimeout(resume, 50));
      }
    },
  };
}

async function isFree(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(healthWithinMs) }).then(
    () => false,
    (error: unknown) => !(error instanceof Error && error.name === "TimeoutError"),
  );
}

function isDeployed(value: unknown): value is Deployed {
  return typeof value === "object" && value !== null && "resources" in value;
}
