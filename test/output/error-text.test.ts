import { describe, expect, it } from 'vitest';
import { ConfigError, UsageError } from '../../src/core/errors.ts';
import { renderErrorText, renderWarnings } from '../../src/output/error-text.ts';

const options = { colorLevel: 0, width: 80 } as const;

describe('renderErrorText', () => {
  it('gives message and hint of a known error, without a stack', () => {
    const error = new UsageError('not-a-date', '--since soon is not a date.', { hint: 'Write 2024-01-31 or 7d.' });
    expect(renderErrorText(error, options)).toBe('error: --since soon is not a date.\n  => Write 2024-01-31 or 7d.\n');
  });

  it('gives each problem of a configuration its own line', () => {
    const error = new ConfigError('The configuration cannot be used.', [
      { path: 'rules.rounding.mode', message: 'must be nearest, up or down' },
      { path: 'mapp', message: 'is unknown; did you mean map?' },
    ]);
    expect(renderErrorText(error, options)).toBe(
      [
        'error: The configuration cannot be used.',
        '  - rules.rounding.mode: must be nearest, up or down',
        '  - mapp: is unknown; did you mean map?',
        '',
      ].join('\n'),
    );
  });

  it('asks for a report of what nobody foresaw, and shows no stack', () => {
    const text = renderErrorText(new TypeError('x is not a function'), options);
    expect(text).toContain('x is not a function');
    expect(text).toContain('please report');
    expect(text).not.toContain('error-text.test');
  });

  it('shows stacks with causes when debugging', () => {
    const error = new UsageError('code', 'Outer.', { cause: new Error('Inner.') });
    const text = renderErrorText(error, { ...options, isDebug: true });
    expect(text).toContain('caused by Error: Inner.');
    expect(text).toContain('error-text.test');
  });

  it('ends with a cause that is its own cause', () => {
    const error = new Error('Loop.');
    error.cause = error;
    expect(renderErrorText(error, { ...options, isDebug: true }).match(/Error: Loop\./g)).toHaveLength(1);
  });
});

describe('renderWarnings', () => {
  it('is empty for none', () => {
    expect(renderWarnings([], options)).toBe('');
  });

  it('gives each warning a line of its own', () => {
    expect(renderWarnings(['One.', 'Two\u001b[2J.'], options)).toBe('warning: One.\nwarning: Two.\n');
  });
});
