/** Prints `N passed, N failed, N skipped` alone on a line: the line that CI reads. A suite that did not run counts as failed. */
module.exports = class Tally {
  onRunComplete(_contexts, r) {
    const broken = r.testResults.filter((t) => t.testExecError).length;
    const failed = r.numFailedTests + broken;
    process.stdout.write(
      `\n${r.numPassedTests} passed, ${failed} failed, ${r.numPendingTests + r.numTodoTests} skipped\n`,
    );
  }
};
