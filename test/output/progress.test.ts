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

  it('counts a wait down, and then says again what it was doing', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const { stream, text } = aStream();
      const progress = createProgress({ isEnabled: true, stream, hasColor: false });
      progress.step('Reading Toggl');
      await vi.waitFor(() => expect(text()).toContain('Reading Toggl'));
      progress.wait(3000, (leftMs) => `Waiting ${leftMs / 1000}`);
      // A picture of the spinner later.
      vi.advanceTimersByTime(3200);
      progress.stop();
      const shown = [...text().matchAll(/Waiting \d|Reading Toggl/g)].map(([words]) => words);
      expect(shown.filter((words, at) => words !== shown[at - 1])).toEqual([
        'Reading Toggl',
        'Waiting 3',
        'Waiting 2',
        'Waiting 1',
        'Reading Toggl',
      ]);
    } finally {
      vi.useRealTimers();
    }
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
