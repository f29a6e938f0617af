import { simulate } from "../../unit/services/orders/simulation/simulate";
import { quiet } from "../../unit/services/quiet";

const ORDERS = Number(process.env.SIMULATED_ORDERS ?? 10_000);
const SEED = Number(process.env.SIMULATION_SEED ?? 20_260_531);

describe(`${ORDERS} orders under faults (SIMULATION_SEED=${SEED})`, function () {
  this.timeout(300_000);
  quiet();

  it("no order is lost or paid twice, stock adds up, and every failed saga is undone or in the failure queue", async () => {
    console.log(`      ${JSON.stringify(await simulate(ORDERS, SEED))}`);
  });
});
