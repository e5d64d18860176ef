import affairs from '../../../../examples/data/affairs.csv?raw';
import tobin from '../../../../examples/data/tobin.csv?raw';

/** Tables to begin with, and what is to be predicted in them. */
export const SAMPLES = [
  {
    name: 'tobin.csv',
    label: 'Tobin’s purchases (20 households)',
    text: tobin,
    target: 'durable',
    encode: [] as readonly string[],
  },
  {
    name: 'affairs.csv',
    label: 'Fair’s survey (601 people)',
    text: affairs,
    target: 'affairs',
    encode: ['gender', 'children'] as readonly string[],
  },
];
