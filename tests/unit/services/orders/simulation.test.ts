import { quiet } from "../quiet";
import { simulate } from "./simulation/simulate";

const ORDERS = 1000;
const SEED = Number(process.env.SIMULATION_SEED ?? 20_260_531);

describe(`${ORDERS} orders under faults (SIMULATION_SEED=${SEED})`, function () {
  this.timeout(60_000);
  quiet();

  it("no order is lost or paid twice, stock adds up, and every failed saga is undone or in the failure queue", async () => {
    await simulate(ORDERS, SEED);
  });
});
