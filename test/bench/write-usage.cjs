// Loaded into a process that is measured: leaves its peak of memory, in bytes, and its processor time, in milliseconds,
// where BENCH_USAGE_FILE says.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { peakBytes: maxRSS * 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 };
  require('node:fs').writeFileSync(process.env.BENCH_USAGE_FILE, JSON.stringify(usage));
});
