// Loaded into a process that is measured: leaves its peak of memory, in bytes, where BENCH_PEAK_FILE says.
process.on('exit', () => {
  require('node:fs').writeFileSync(process.env.BENCH_PEAK_FILE, String(process.resourceUsage().maxRSS * 1024));
});
