import { describeCleanUp } from "./contract";
import { MemoryWorld } from "./memory";

describeCleanUp("in memory", { newWorld: async () => new MemoryWorld(), thorough: true });
