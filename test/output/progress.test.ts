import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { createProgress } from '../../src/output/progress.ts';

function aStream() {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk) => {
    text += String(chunk);
  });
  return { stream, text: () => text };
}

describe('createProgress', () => {
  it('writes nothing when it is disabled', async () => {
    const { stream, text } = aStream();
    const progress = createProgress({ isEnabled: false, stream, hasColor: false });
    progress.step('Reading Toggl');
    progress.done();
    progress.stop();
    await import('ora');
    expect(text()).toBe('');
  });

  it('shows the step once the spinner is loaded, and keeps a line when it is done', async () => {
    const { stream, text } = aStream();
    const progress = createProgress({ isEnabled: true, stream, hasColor: false });
    progress.step('Reading Toggl');
    await vi.waitFor(() => expect(text()).toContain('Reading Toggl'));
    progress.done('Read Toggl: 340 rows');
    expect(text()).toContain('* Read Toggl: 340 rows\n');
    progress.stop();
  });

  it('never starts after it was stopped', async () => {
    const { stream, text } = aStream();
    const progress = createProgress({ isEnabled: true, stream, hasColor: false });
    progress.step('Reading Toggl');
    progress.stop();
    await import('ora');
    await new Promise((resolve) => setImmediate(resolve));
    expect(text()).toBe('');
  });
});
