import { describe, expect, test } from 'vitest';
import { relufit, workFolder } from './cli.js';

const files = workFolder();

async function theory(...args: string[]) {
  const { code, stdout, stderr } = await relufit('theory', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('relufit theory', () => {
  test('shows the numbers of a set and what they mean', async () => {
    const out = await theory('--constraint', 'sparse:20', '--d', '1000');
    for (const words of ['163.282', 'upper bound', '327', 'closed-form', 'leaves c open', 'ω ≤']) {
      expect(out).toContain(words);
    }
    expect(await theory('--constraint', 'sparse:20', '--d', '1000', '--quiet')).toBe('');
  });

  test('puts drawn weights on the boundary, with signs that the set holds', async () => {
    const at = async (...args: string[]) => {
      const out = await theory('--d', '1000', '--planted-sparsity', '20', '--json', ...args);
      return JSON.parse(out);
    };
    for (const radius of ['1', '0.01', '300']) {
      const { statisticalDimension } = await at('--constraint', `l1Ball:${radius}`);
      expect(statisticalDimension.value).toBeCloseTo(104.181, 3);
    }
    const orthant = await at('--constraint', 'nonnegative', '--observation', 'linear');
    expect(orthant).toMatchObject({
      plantedSparsity: 20,
      d: 1000,
      statisticalDimension: { value: 510, kind: 'exact' },
      requiredSamples: { value: 510, n0: 510 },
    });
  });

  test('draws where it is told to, the same for the same seed', async () => {
    const args = ['--constraint', 'l1Ball:1', '--d', '60', '--planted-sparsity', '3'];
    const draws = [...args, '--method', 'monte-carlo', '--samples', '300', '--json'];
    const [one, two, other] = await Promise.all([
      theory(...draws),
      theory(...draws),
      theory(...draws, '--seed', '2'),
    ]);
    expect(two).toBe(one);
    const { statisticalDimension: drawn, gaussianWidth } = JSON.parse(one);
    const formula = JSON.parse(await theory(...args, '--json')).statisticalDimension;
    expect(drawn).toMatchObject({ method: 'monte-carlo', kind: 'estimate', samples: 300 });
    expect(Math.abs(drawn.value - formula.value)).toBeLessThan(1 + 4 * drawn.standardError);
    expect(gaussianWidth.upper ** 2).toBeCloseTo(drawn.value, 9);
    expect(JSON.parse(other).statisticalDimension.value).not.toBe(drawn.value);
    expect(await theory(...draws.slice(0, -1))).toContain('monte-carlo, 300 draws');
  });

  test('reads the weights that `generate` wrote', async () => {
    const [data, planted] = ['data.csv', 'planted.csv'].map(files.path);
    const size = ['--n', '5', '--d', '40', '--sparsity', '4', '--out', data];
    expect((await relufit('generate', ...size, '--planted', planted)).code).toBe(0);
    const out = await theory('--constraint', 'l2Ball:1', '--planted', planted, '--json');
    expect(JSON.parse(out)).toMatchObject({
      d: 40,
      planted,
      statisticalDimension: { value: 39.5, kind: 'exact' },
    });
    const plain = files.write('plain.csv', 'w\n0\n2\n0\n');
    const set = ['--constraint', 'nonnegative', '--planted', plain, '--json'];
    expect(JSON.parse(await theory(...set)).statisticalDimension.value).toBe(2);
    const outside = await relufit('theory', '--constraint', 'l2Ball:1', '--planted', plain);
    expect(outside.code).toBe(2);
    expect(outside.stderr).toContain('weights at distance 1.00 from l2Ball');
  });

  test.each([
    [['sparse:4'], '--d: got nothing, expected the number of columns'],
    [
      ['l1Ball:1', '--d', '9'],
      '--constraint: got l1Ball, whose numbers depend on the true weights',
    ],
    [
      ['sparse:4', '--d', '9', '--method', 'monte-carlo'],
      '--method: got monte-carlo, expected the',
    ],
  ])('%j lacks something, and it says what to give', async ([set, ...rest], words) => {
    const { code, stderr } = await relufit('theory', '--constraint', set, ...rest);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr).toMatch(/Give --(planted-sparsity|d) or --planted\.\n$/);
  });
});
