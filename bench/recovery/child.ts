import process from 'node:process';
import { runTrial, type Setting } from './trial.js';

process.on('message', (setting: Setting) => process.send?.(runTrial(setting)));
