// Mocha's spec reporter, which also adds a line "passed failed skipped" to the file that TALLY_FILE names.
const fs = require("node:fs");
const { reporters } = require("mocha");

module.exports = class TallyReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      if (process.env.TALLY_FILE) fs.appendFileSync(process.env.TALLY_FILE, `${passes} ${failures} ${pending}\n`);
    });
  }
};
