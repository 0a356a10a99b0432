#!/usr/bin/env node
import { main } from '../dist/main.js';
import { createProcessRuntime } from '../dist/process-runtime.js';

process.exitCode = await main(process.argv.slice(2), createProcessRuntime());
